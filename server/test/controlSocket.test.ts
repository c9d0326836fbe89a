import { execFile } from 'node:child_process';
import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ControlSocket, socketIn } from '../src/control/ControlSocket.ts';
import { order } from '../src/control/order.ts';
import { Running } from './running.ts';

const cli = fileURLToPath(new URL('../src/cli/cli.ts', import.meta.url));

let running: Running;
let control: ControlSocket;
const failures: unknown[] = [];

beforeEach(async () => {
  running = await Running.create();
  control = await ControlSocket.open(running.folder, running.server, (error) => failures.push(error));
});
afterEach(async () => {
  await control.close();
  await running.close();
  if (failures.length > 0) throw failures[0];
});

/** Runs the command line in a process of its own; returns all that it says. */
function plenum(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, PLENUM_DATA: running.folder };
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { env }, (_error, out, errors) => resolve(out + errors));
  });
}

it('the command line lists the meetings that are on, and ends one for everybody', async () => {
  const { id } = await running.createRoom('Assembly');
  await running.createRoom('Nobody here');
  const ben = await running.enter(id, 'Ben');
  expect(await plenum('meetings')).toMatch(new RegExp(`^${id} +1  \\d{4}-[^ ]+  Assembly\\n$`));
  const closed = ben.closed();
  expect(await plenum('end', id)).toBe(`The meeting in ${id} is over.\n`);
  await closed;
  expect(await plenum('meetings')).toBe('No meeting is on.\n');
  expect(await plenum('end', id)).toBe('No meeting is on in this room.\n');
});

it('the command line says what it takes', async () => {
  for (const args of [[], ['dance'], ['end'], ['meetings', 'more'], ['backup'], ['--force'], ['toString']]) {
    expect(await plenum(...args)).toContain('npm run plenum -- <command>');
  }
});

it('only the user of the server can connect, and a socket that a killed server left is replaced', async () => {
  expect((await stat(socketIn(running.folder))).mode & 0o777).toBe(0o600);
  await control.close();
  await expect(order(running.folder, 'GET', '/meetings')).rejects.toMatchObject({ code: 'unavailable' });
  await writeFile(socketIn(running.folder), '');
  control = await ControlSocket.open(running.folder, running.server, (error) => failures.push(error));
  expect(await order(running.folder, 'GET', '/meetings')).toEqual({ meetings: [] });
});

it('an order that the server does not know, or about no room, is a typed error', async () => {
  for (const [method, path, code] of [
    ['GET', '/', 'notFound'],
    ['GET', '/meetings/x/end', 'notFound'],
    ['POST', '/meetings', 'notFound'],
    ['POST', `/meetings/${'x'.repeat(500)}/end`, 'invalid'],
    ['POST', '/meetings/%2e%2e/end', 'invalid'],
    ['POST', '/meetings/no-such-room/end', 'notFound'],
  ] as const) {
    await expect(order(running.folder, method, path)).rejects.toMatchObject({ code });
  }
});
