import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { CreateRoomOutput } from '@plenum/shared/api/room/contract';
import { createLog } from '../src/log.ts';
import { asRequest } from '../src/requestId.ts';
import { Running } from './running.ts';

const title = 'Titleword of the assembly';
const name = 'Ana Personname';
const text = 'a text with a Secretword';
const Line = z.object({ request: z.optional(z.string()), msg: z.optional(z.string()) });

let running: Running;
let room: CreateRoomOutput;
/** Whether the store fails to append, so that the server has something to log. */
let fails = false;

beforeEach(async () => {
  fails = false;
  running = await Running.create();
  running.wrap = <T extends object>(port: string, part: T): T =>
    port !== 'store'
      ? part
      : new Proxy(part, {
          get(target, key) {
            const value: unknown = Reflect.get(target, key, target);
            if (key === 'append' && fails) return () => Promise.reject(new Error('The disk is on strike.'));
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
  await running.stop();
  await running.start();
  room = await running.createRoom(title);
});
afterEach(() => running.close());

/** Everything that must not be in a log. */
function secrets(ticket: string, seat: string): readonly string[] {
  const { hostKey, moderatorKey, memberKey } = room;
  return [title, 'Titleword', name, 'Personname', 'Secretword', hostKey, moderatorKey, memberKey, ticket, seat];
}

it('the log has no secret, no name and no text of people, at its most verbose, also when everything fails', async () => {
  const ticket = await running.ticket(room.id, name, room.hostKey);
  const line = await running.connect({ ticket });
  expect(await line.ask('chat:send', { text })).toMatchObject({ ok: true });
  await running.http('POST', `/api/rooms/${room.id}/tickets`, { name: `${name}<`, key: room.hostKey });
  await running.http('POST', '/api/rooms', { title, key: 'a key'.repeat(3) }, { 'content-type': 'text/plain' });
  await running.http('GET', `/r/${encodeURIComponent(name)}?key=${room.hostKey}`);
  fails = true;
  expect(await line.ask('chat:send', { text: `${text} again` })).toMatchObject({ ok: false });
  await running
    .ticket(room.id, name, room.hostKey)
    .then((more) => running.connect({ ticket: more }).catch(() => undefined));
  fails = false;
  const all = running.logged.join('');
  expect(all).toContain('The disk is on strike.');
  for (const secret of secrets(ticket, line.welcome.seat)) expect(all).not.toContain(secret);
});

it('the same search finds what is logged without care', () => {
  const logged: string[] = [];
  const log = createLog('trace', { write: (one) => void logged.push(one) });
  log.info({ nothing: room.hostKey }, name);
  const found = secrets('-ticket-', '-seat-').filter((secret) => logged.join('').includes(secret));
  expect(found).toEqual([name, 'Personname', room.hostKey]);
});

it('an answer over HTTP names its request, and so does each line of the log that a request or a command causes', async () => {
  const response = await fetch(`${running.origin}/api/server`, { headers: { 'x-request-id': 'forged' } });
  expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{12}$/);
  const line = await running.enter(room.id, name);
  fails = true;
  await line.ask('chat:send', { text });
  fails = false;
  const failed = running.logged.map((one) => Line.parse(JSON.parse(one))).filter(({ msg }) => msg === 'failed');
  expect(failed.length).toBeGreaterThan(0);
  const ofCommands = failed.filter(({ request }) => request !== undefined);
  expect(ofCommands.every(({ request }) => /^[\w-]{12}\.\d+$/.test(request ?? ''))).toBe(true);
  expect(ofCommands.length).toBeGreaterThan(0);
});

it('work that the server does by itself has no request', () => {
  const logged: string[] = [];
  const log = createLog('info', { write: (one) => void logged.push(one) });
  log.info('by itself');
  asRequest('one', () => log.info('asked'));
  expect(logged.map((one) => Line.parse(JSON.parse(one)).request)).toEqual([undefined, 'one']);
});
