import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Reply } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { lineEvents } from '@plenum/shared/core/wire';
import { ProtooLine } from './protooLine.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

async function mediaOf(line: RoomLine): Promise<ProtooLine> {
  const answer = await line.ask('media:ticket', {});
  if (!answer.ok) throw new Error(answer.code);
  return ProtooLine.connect(running.origin, String(Reflect.get(Object(answer.value), 'ticket')));
}

it('repeats of one command take from the allowance: their sender gets limited, then loses the line', async () => {
  const { id } = await running.createRoom();
  const [ana, ben] = [await running.enter(id, 'Ana'), await running.enter(id, 'Ben')];
  const closed = ana.closed();
  const replies: Reply[] = [];
  for (let n = 0; n < 5_000; n += 1) {
    const message = { key: 'the-same', input: { text: 'x' } };
    ana.socket.emit('chat:send', message, (reply: Reply) => replies.push(reply));
  }
  await closed;
  expect(ana.goodbye).toEqual({ reason: 'flooding' });
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply]));
  expect(refused[0]).toMatchObject({ code: 'limited', message: expect.stringContaining('send less') });
  expect(await ben.ask('chat:send', { text: 'calm' })).toMatchObject({ ok: true });
  expect(ben.heard.filter(({ name }) => name === 'chat:sent')).toHaveLength(2);
});

it('a repeated room:parting counts once, and takes from the allowance too', async () => {
  const { id } = await running.createRoom();
  const ana = await running.enter(id, 'Ana');
  const first = await mediaOf(ana);
  ana.socket.emit(lineEvents.parting);
  await first.closed;
  const second = await mediaOf(ana);
  ana.socket.emit(lineEvents.parting);
  await ana.ask('presence:rename', { name: 'Anna' });
  await expect(second.request('media:open', {})).resolves.toMatchObject({ resumed: false });
  const closed = ana.closed();
  for (let n = 0; n < 5_000; n += 1) ana.socket.emit(lineEvents.parting);
  await closed;
  expect(ana.goodbye).toEqual({ reason: 'flooding' });
});

it('many unsolicited heartbeats end the line', async () => {
  const { id } = await running.createRoom();
  const ana = await running.enter(id, 'Ana');
  const closed = ana.closed();
  for (let n = 0; n < 1_000; n += 1) Reflect.get(ana.socket.io.engine.transport, 'ws').send('3');
  await closed;
});

it('a message of nearly the largest size is accepted, and a larger one is refused without parsing', async () => {
  const { id } = await running.createRoom();
  const ana = await running.enter(id, 'Ana');
  const input = (bytes: number) => ({ text: '', padding: 'x'.repeat(bytes) });
  expect(await ana.ask('chat:send', input(limits.messageBytes - 100))).toMatchObject({ code: 'invalid' });
  const tooLarge = await ana.ask('chat:send', input(limits.messageBytes + 1_000));
  expect(tooLarge).toMatchObject({ code: 'invalid', message: expect.stringContaining(String(limits.messageBytes)) });
});

it('a media line that floods is closed, with requests, notices or answers', async () => {
  const { id } = await running.createRoom();
  const ana = await running.enter(id, 'Ana');
  for (const frame of [
    '{"notification":true,"method":"x","data":{}}',
    '{"request":true,"id":7,"method":"media:explode","data":{}}',
    '{"response":true,"id":7,"ok":true,"data":{}}',
  ]) {
    const media = await mediaOf(ana);
    for (let n = 0; n < 2_000; n += 1) media.raw(frame);
    await media.closed;
  }
  const media = await mediaOf(ana);
  await expect(media.request('media:open', {})).resolves.toMatchObject({ resumed: false });
});

it('a second media line of a member ends the first', async () => {
  const { id } = await running.createRoom();
  const ana = await running.enter(id, 'Ana');
  const first = await mediaOf(ana);
  await first.request('media:open', {});
  const second = await mediaOf(ana);
  await first.closed;
  await expect(second.request('media:open', {})).resolves.toMatchObject({ resumed: false });
});
