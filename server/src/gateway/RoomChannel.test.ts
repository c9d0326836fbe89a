import { eventsIn } from '@plenum/shared/core/wire';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Frame, Line } from '../room/ports.ts';
import type { LineSocket } from './lineSocket.ts';
import { RoomChannel } from './RoomChannel.ts';

const lines = ['a', 'b', 'c'] as const;
type Id = (typeof lines)[number];

const step = fc.oneof(
  fc.constant({ what: 'hold' } as const),
  fc.constant({ what: 'release' } as const),
  fc.record({ what: fc.constant('all' as const), isVolatile: fc.boolean() }),
  fc.record({ what: fc.constant('some' as const), to: fc.subarray([...lines]) }),
  fc.record({ what: fc.constant('one' as const), to: fc.constantFrom(...lines) }),
  fc.record({ what: fc.constant('join' as const), to: fc.constantFrom(...lines) }),
  fc.record({ what: fc.constant('leave' as const), to: fc.constantFrom(...lines) }),
);

/** A server of socket.io with three sockets: what each hears, how it left, and how many messages were made. */
function crowd() {
  const inside = new Set<Id>();
  const heard = new Map<Id, number[]>(lines.map((id) => [id, []]));
  let messages = 0;
  const emitTo = (targets: readonly string[], name: string, payload: unknown, meta: unknown) => {
    messages += 1;
    for (const id of lines) {
      if (!targets.includes(id) && !(targets.includes('room') && inside.has(id))) continue;
      for (const [, content] of eventsIn(name, payload, meta)) heard.get(id)?.push(Number(content));
    }
  };
  const io = {
    to: (targets: readonly string[]) => {
      const emit = (name: string, payload: unknown, meta?: unknown) => emitTo(targets, name, payload, meta);
      return { emit, volatile: { emit } };
    },
  } as unknown as ConstructorParameters<typeof RoomChannel>[0]['io'];
  const socket = (id: Id) =>
    ({ id, data: {}, join: () => void inside.add(id), leave: () => void inside.delete(id) }) as unknown as LineSocket;
  const sockets = new Map(lines.map((id) => [{ id } as unknown as Line, socket(id)]));
  const lineOf = (id: Id) => [...sockets].find(([, one]) => one.id === id)?.[0] as Line;
  const channel = new RoomChannel({
    io,
    name: 'room',
    socketOf: (line) => sockets.get(line),
    failed: (error) => expect.fail(String(error)),
  });
  return { channel, heard, lineOf, emitTo, inside, count: () => messages };
}

it('gives each line its frames once and in order, however they are held', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { channel, heard, lineOf, emitTo, inside } = crowd();
      const expected = new Map<Id, number[]>(lines.map((id) => [id, []]));
      steps.forEach((one, number) => {
        const frame = (isVolatile = false): Frame => ({
          name: 'some:event',
          payload: number,
          ...(!isVolatile && { meta: { seq: number, at: 0 } }),
        });
        if (one.what === 'hold') channel.hold();
        if (one.what === 'release') channel.release();
        if (one.what === 'join') channel.add(lineOf(one.to));
        if (one.what === 'leave') channel.remove(lineOf(one.to));
        if (one.what === 'all') {
          for (const id of inside) expected.get(id)?.push(number);
          channel.send(frame(one.isVolatile));
        }
        if (one.what === 'some') {
          for (const id of one.to) expected.get(id)?.push(number);
          channel.send(frame(), one.to.map(lineOf));
        }
        if (one.what === 'one') {
          expected.get(one.to)?.push(number);
          channel.flush();
          emitTo([one.to], 'some:event', number, undefined);
        }
      });
      channel.release();
      expect(heard).toEqual(expected);
    }),
  );
});

it('sends what it held as one message, and a frame of a quiet room at once', () => {
  const { channel, heard, lineOf, count } = crowd();
  channel.add(lineOf('a'));
  channel.send({ name: 'some:event', payload: 1, meta: { seq: 1, at: 0 } });
  expect(heard.get('a')).toEqual([1]);
  channel.hold();
  for (const seq of [2, 3, 4]) channel.send({ name: 'some:event', payload: seq, meta: { seq, at: 0 } });
  expect(heard.get('a')).toEqual([1]);
  channel.release();
  expect(heard.get('a')).toEqual([1, 2, 3, 4]);
  expect(count()).toBe(2);
});
