import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Upcast, upcast } from '@plenum/shared/core/contract';
import type { LogEntry } from '@plenum/shared/core/log';
import { chat } from '@plenum/shared/features/chat/contract';
import { Unreadable } from '../src/room/Unreadable.ts';
import { type Client, roomId, World } from './world.ts';

const SentV1 = z.looseObject({ words: z.string() });
const fromWords = upcast(SentV1, ({ words, ...rest }) => ({ ...rest, text: words }));
const StateV1 = z.looseObject({ said: z.unknown() });
const fromSaid = upcast(StateV1, ({ said, ...rest }) => ({ ...rest, messages: said }));

/** Gives the chat newer versions of its message and of its state. */
function renew(world: World, { sent = [], state = [] }: { sent?: readonly Upcast[]; state?: readonly Upcast[] }): void {
  const all = world.slices.all.map((slice) => {
    if (slice.name !== 'chat') return slice;
    const { contract } = slice.reducer;
    const { sent: before, ...others } = contract.events;
    if (!before) throw new Error('There is no such event.');
    const events = { ...others, sent: { ...before, upcasts: sent } };
    return { ...slice, reducer: { ...slice.reducer, contract: { ...contract, events, stateUpcasts: state } } };
  });
  world.slices = { ...world.slices, all };
}

/** Rewrites the messages of a log as an older or newer version of Plenum would have written them. */
function rewrite(world: World, change: (entry: LogEntry) => LogEntry): void {
  const log = world.log.logOf(roomId);
  for (const [index, entry] of log.entries()) if (entry.event === 'sent') log[index] = change(entry);
}

function inOldWords(entry: LogEntry): LogEntry {
  const { text, ...rest } = z.looseObject({ text: z.string() }).parse(entry.payload);
  return { ...entry, payload: { ...rest, words: text } };
}

function textsOf(client: Client): string[] {
  return client.state(chat).messages.map(({ text }) => text);
}

async function withMessages(...texts: string[]): Promise<{ world: World; ana: Client }> {
  const world = await World.create();
  const ana = await world.enter('Ana');
  for (const text of texts) await ana.ask(chat, 'send', { text });
  return { world, ana };
}

function reported(world: World): unknown[] {
  return world.reports.map(({ error }) => (error instanceof Unreadable ? error.part : error));
}

describe('an event of an older version', () => {
  it('is read in its current form, by a client that joins and by one that catches up', async () => {
    const { world, ana } = await withMessages('old', 'words');
    const seqBefore = ana.seq - 2;
    rewrite(world, inOldWords);
    renew(world, { sent: [fromWords] });
    await world.start();
    expect(textsOf(await world.join(ana.seat))).toEqual(['old', 'words']);
    const late = await world.join(ana.seat, seqBefore, ana);
    const texts = late.frames.filter(({ name }) => name === 'chat:sent').map(({ payload }) => payload);
    expect(texts).toMatchObject([{ text: 'old' }, { text: 'words' }]);
    expect(world.reports).toEqual([]);
  });

  it('stays in the log beside newer ones, which have their version', async () => {
    const { world, ana } = await withMessages('old');
    rewrite(world, inOldWords);
    renew(world, { sent: [fromWords] });
    await world.start();
    const back = await world.join(ana.seat);
    await back.ask(chat, 'send', { text: 'new' });
    const stored = world.log.logOf(roomId).filter(({ event }) => event === 'sent');
    expect(stored.map(({ version }) => version)).toEqual([undefined, 2]);
    await world.start();
    expect(textsOf(await world.join(ana.seat))).toEqual(['old', 'new']);
  });

  it('is converted through every version in between', async () => {
    const { world, ana } = await withMessages('old');
    rewrite(world, (entry) => {
      const { words, ...rest } = SentV1.parse(inOldWords(entry).payload);
      return { ...entry, payload: { ...rest, line: words } };
    });
    const fromLine = upcast(z.looseObject({ line: z.string() }), ({ line, ...rest }) => ({ ...rest, words: line }));
    renew(world, { sent: [fromLine, fromWords] });
    await world.start();
    expect(textsOf(await world.join(ana.seat))).toEqual(['old']);
  });
});

describe('an entry that cannot be read', () => {
  const spoilt: readonly (readonly [string, Partial<LogEntry>, RegExp])[] = [
    ['of a newer version', { version: 2 }, /version 2, and this Plenum knows 1/],
    ['that does not fit its contract', { payload: { text: 7 } }, /does not fit version 1/],
    ['of an unknown event', { event: 'sang' }, /no such event/],
  ];

  it.each(spoilt)(
    '%s closes its room with a readable error, and is reported to the operator once',
    async (_, change, why) => {
      const { world, ana } = await withMessages('good', 'bad');
      const last = world.log.logOf(roomId).length;
      rewrite(world, (entry) => (entry.seq === last ? { ...entry, ...change } : entry));
      const before = structuredClone(world.log.streamsOf(roomId));
      await world.start();
      for (const _try of [1, 2]) {
        await expect(world.join(ana.seat)).rejects.toMatchObject({
          code: 'unavailable',
          bound: 'unreadable',
          message: expect.stringContaining('cannot be read any more'),
        });
      }
      await expect(world.rooms.contents(roomId)).rejects.toMatchObject({ bound: 'unreadable' });
      const event = change.event ?? 'sent';
      expect(reported(world)).toEqual([{ seq: last, feature: 'chat', event, why: expect.stringMatching(why) }]);
      await world.rooms.close();
      expect(world.log.streamsOf(roomId)).toEqual(before);
    },
  );

  it('does not put texts of people into the report', async () => {
    const { world } = await withMessages('a secret');
    rewrite(world, (entry) => ({ ...entry, payload: { text: ['a secret'] } }));
    await world.start();
    const [report] = world.reports;
    expect(report?.error).toBeInstanceOf(Unreadable);
    expect(JSON.stringify(reported(world)) + String(report?.error)).not.toContain('secret');
  });

  it('does not affect the other rooms', async () => {
    const { world, ana } = await withMessages('bad');
    await world.log.createRoom({ id: 'another-room', title: 'Other', hostKeyHash: '00', createdAt: 1 });
    await world.joinIn('another-room', { id: 'olga', name: 'Olga', role: 'host' });
    rewrite(world, (entry) => ({ ...entry, version: 9 }));
    await world.start();
    const olga = await world.joinIn('another-room', { id: 'olga', name: 'Olga', role: 'host' });
    expect(await olga.ask(chat, 'send', { text: 'still here' })).toMatchObject({ ok: true });
    await expect(world.join(ana.seat)).rejects.toMatchObject({ bound: 'unreadable' });
  });

  it('and is older than a snapshot closes nothing: a client that missed it gets a snapshot', async () => {
    const { world, ana } = await withMessages('one', 'two');
    const seqBefore = ana.seq - 2;
    await world.rooms.close();
    rewrite(world, (entry) => ({ ...entry, version: 9 }));
    await world.start();
    const late = await world.join(ana.seat, seqBefore);
    expect(late.frames).toEqual([]);
    expect(textsOf(late)).toEqual(['one', 'two']);
  });
});

describe('a snapshot', () => {
  async function stored(world: World) {
    await world.rooms.close();
    const snapshot = await world.log.loadSnapshot(roomId);
    if (!snapshot) throw new Error('There is no snapshot.');
    return snapshot;
  }

  it('with a state of an older version is read in its current form', async () => {
    const { world, ana } = await withMessages('kept');
    const { seq, states, log } = await stored(world);
    const { messages: said, ...rest } = chat.state.parse(states['chat']);
    const old = { seq, states: { ...states, chat: { ...rest, said } }, ...(log && { log }) };
    await world.log.saveSnapshot(roomId, old);
    rewrite(world, (entry) => ({ ...entry, payload: null }));
    renew(world, { state: [fromSaid] });
    await world.start();
    const back = await world.join(ana.seat);
    expect(textsOf(back)).toEqual(['kept']);
    await back.ask(chat, 'send', { text: 'more' });
    expect((await stored(world)).versions).toEqual({ chat: 2 });
  });

  it('of a newer version is replaced by the older one', async () => {
    const { world, ana } = await withMessages('one');
    const older = await stored(world);
    await world.start();
    const back = await world.join(ana.seat);
    await back.ask(chat, 'send', { text: 'two' });
    const newest = await stored(world);
    const log = { compacted: older.seq, whole: older.seq };
    await world.log.saveSnapshot(roomId, { ...newest, log, versions: { chat: 2 } });
    await world.start();
    expect(textsOf(await world.join(ana.seat))).toEqual(['one', 'two']);
    expect(world.reports).toEqual([]);
  });

  it('that is not readable closes the room when the log was compacted, and only then', async () => {
    const { world, ana } = await withMessages('one');
    const { log: _log, ...snapshot } = await stored(world);
    await world.log.saveSnapshot(roomId, { ...snapshot, versions: { chat: 2 } });
    await world.start();
    expect(textsOf(await world.join(ana.seat))).toEqual(['one']);
    const newest = await stored(world);
    const log = { compacted: 1, whole: 0 };
    for (const seq of [newest.seq - 1, newest.seq]) {
      await world.log.saveSnapshot(roomId, { ...newest, seq, log, versions: { chat: 2 } });
    }
    await world.start();
    await expect(world.join(ana.seat)).rejects.toMatchObject({ code: 'unavailable', bound: 'unreadable' });
    expect(reported(world)).toMatchObject([{ feature: 'chat', why: expect.stringMatching(/snapshot.*version 2/) }]);
  });
});
