import { eventsIn, lineEvents, Meta } from '@plenum/shared/core/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RoomLine, Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

const sentIn = ({ heard }: RoomLine) => heard.filter(({ name }) => name === 'chat:sent');

/** The sequence numbers of the messages that the line hears from now on. */
function listen(line: RoomLine): number[] {
  const seqs: number[] = [];
  line.socket.onAny((name: string, payload: unknown, meta: unknown) => {
    for (const [event, , ofIt] of eventsIn(name, payload, meta)) {
      if (event === 'chat:sent') seqs.push(Meta.parse(ofIt).seq);
    }
  });
  return seqs;
}

it('tells a crowd its events together, in order, each before the answer to its sender', async () => {
  const room = await running.createRoom('Crowd');
  const members: RoomLine[] = [];
  for (let number = 0; number < 25; number += 1) members.push(await running.enter(room.id, `Member ${number}`));
  const heard = members.map(listen);
  let together = 0;
  members[0]?.socket.on(lineEvents.frames, () => (together += 1));
  const say = async (line: RoomLine, text: string) => {
    const reply = await line.ask('chat:send', { text });
    const own = sentIn(line).find(({ payload }) => Reflect.get(Object(payload), 'text') === text);
    return { ok: reply.ok, heardBefore: own !== undefined };
  };
  const saying = members.flatMap((line, number) => [say(line, `${number} first`), say(line, `${number} second`)]);
  const late = running.enter(room.id, 'Late');
  expect(await Promise.all(saying)).toEqual(saying.map(() => ({ ok: true, heardBefore: true })));
  const last = await late;
  expect((await last.ask('chat:send', { text: 'last' })).ok).toBe(true);
  const all = heard[0] ?? [];
  for (const [number, seqs] of heard.entries()) {
    await expect.poll(() => seqs.length, { message: `member ${number}` }).toBe(51);
    expect(seqs).toEqual(all);
  }
  expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
  // The welcome has what came before it.
  expect(sentIn(last).length).toBeGreaterThanOrEqual(all.filter((seq) => seq > last.welcome.seq).length);
  expect(together).toBeGreaterThan(0);
});
