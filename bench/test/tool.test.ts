import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRoom } from '@plenum/client/core/http';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { extras } from '@plenum/shared/features/extras';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/tool/main.ts', import.meta.url));

let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  server = await ServerProcess.start();
  folder = await mkdtemp(join(tmpdir(), 'plenum-tool-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the tool as a person does; `said` grows with what it writes. */
function tool(...args: string[]) {
  const child = spawn(process.execPath, [main, 'run', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { said: '', code: once(child, 'exit').then(([code]: unknown[]) => code) };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (run.said += chunk.toString()));
  return run;
}

const everything = `title: Everything
people: 6
ramp: 2s
lasts: 12s
roles:
  - { name: Speaker, count: 2, sends: [mic, camera], talks: always, draws: 30 per minute }
  - { name: Writer, count: rest, sends: [muted mic], writes: 30 per minute }
acts:
  - { at: 1s, do: poll, secret: true, for: 8s }
`;

it('tests a room whose door asks, with sound, chat, board and a secret vote', async () => {
  const file = join(folder, 'everything.yaml');
  await writeFile(file, everything);
  const { id, hostKey } = await createRoom(server.origin, { title: 'Lesson' });
  const seats = memorySeats();
  const host = await Session.enter({
    base: server.origin,
    roomId: id,
    key: hostKey,
    name: 'Host',
    seats,
    extras,
    media: false,
  });
  await host.send(lobby, 'setPolicy', { policy: 'ask' });
  const out = join(folder, 'report');
  const url = `${server.origin}/r/${id}#host=${hostKey}`;
  const run = tool(file, '--url', url, '--out', out, '--gate', 'failed<1', '--gate', 'chat.missing<1', '--force');
  const code = await run.code;
  await host.leave();
  expect(run.said).toContain('gate failed<1: 0');
  expect(code).toBe(0);
  expect(run.said).not.toContain('cannot send');
  const { summary, command } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(summary).toMatchObject({ people: 6, peak: 6, failed: 0, chatMissing: 0, chatDoubles: 0 });
  expect(summary.soundDelayMs.count).toBeGreaterThan(0);
  expect(summary.strokes).toBeGreaterThan(0);
  expect(summary.votes).toBe(6);
  expect(command).not.toContain(hostKey);
  const [names = '', ...lines] = (await readFile(join(out, 'seconds.csv'), 'utf8')).trim().split('\n');
  expect(names).toContain('soundP99Ms');
  expect(lines.length).toBeGreaterThanOrEqual(14);
});

it('writes a report when the server dies in the middle', async () => {
  const doomed = await ServerProcess.start();
  const out = join(folder, 'doomed');
  const run = tool(
    'chat',
    '--url',
    doomed.origin,
    '--participants',
    '4',
    '--ramp',
    '1s',
    '--minutes',
    '5',
    '--out',
    out,
    '--force',
  );
  await expect.poll(() => run.said, { timeout: 60_000 }).toContain('4/4 people');
  doomed.process.kill('SIGKILL');
  expect(await run.code).toBe(1);
  expect(run.said).toContain('The server stopped answering');
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('The server stopped answering');
  await doomed.close();
});

it('does not start without the rights that a scenario takes', async () => {
  const { id } = await createRoom(server.origin, { title: 'Lesson' });
  const run = tool('assembly', '--url', `${server.origin}/r/${id}`, '--participants', '4', '--force');
  expect(await run.code).toBe(2);
  expect(run.said).toContain('takes the rights of a host');
});
