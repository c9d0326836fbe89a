import { chatLimits } from '@plenum/shared/features/chat/limits';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { features } from '@plenum/shared/features/index';
import { chat } from '@plenum/shared/features/chat/contract';
import { hand } from '@plenum/shared/features/hand/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { describe, expect, it } from 'vitest';
import { addPages, box, drawnOn, note, page } from './boards.ts';
import { BusyRoom, type Measure } from './busyRoom.ts';
import { type Client, roomId, World } from './world.ts';

/** The number of days that a room meets; `npm run test:long` runs a year. */
const days = Number(process.env['PLENUM_LONG_DAYS'] ?? 12);
const names = ['Ana', 'Ben', 'Cleo', 'Dora'];
const MB = 1024 * 1024;

const passing = new Set(
  features.flatMap(({ contract }) => contract.passing.map((event) => `${contract.name}:${event}`)),
);

/** The rows that later snapshots make unnecessary. */
const passingRows = (world: World) =>
  world.log.logOf(roomId).filter(({ feature, event }) => passing.has(`${feature}:${event}`)).length;

const codesOf = (replies: readonly { readonly ok: boolean; readonly code?: string }[]) =>
  new Set(replies.map((reply) => (reply.ok ? 'ok' : (reply.code ?? ''))));

/** All members write as much as they can for some minutes: the largest messages, as fast as their limits. */
async function flood(world: World, people: readonly Client[], minutes: number): Promise<Set<string>> {
  const codes = new Set<string>();
  const shapes = Array.from({ length: 25 }, () => note(''));
  await people[0]?.ask(whiteboard, 'put', { page, shapes });
  for (let round = 0; round < minutes * 60; round += 1) {
    world.clock.advance(1_000);
    const asked = people.flatMap((client, one) =>
      Array.from({ length: 4 }, (_, n) => {
        const text = String.fromCharCode(65 + ((round + 7 * one + n) % 50)).repeat(whiteboardLimits.textLength);
        return client.ask(whiteboard, 'change', { page, changes: shapes.map(({ id }) => ({ id, set: { text } })) });
      }),
    );
    for (const code of codesOf(await Promise.all(asked))) codes.add(code);
  }
  return codes;
}

describe('a room that meets every day', () => {
  it(`keeps its log short over ${days} days, and the state of every member over every restart`, async () => {
    const world = await World.create();
    const room = await BusyRoom.create(world, names);
    const measures: Measure[] = [];
    for (let day = 0; day < days; day += 1) {
      measures.push(await room.live({ rounds: 60, textLength: 400 }));
      // Three snapshots, each at least a thousand events after the last one, and the events since.
      expect(passingRows(world)).toBeLessThan(4_000);
      if (day % 3 === 0) await room.restart(day % 2 === 0 ? 'stopped' : 'killed');
    }
    expect(measures.reduce((sum, { refused }) => sum + refused, 0)).toBe(0);
    const [first] = measures;
    const last = measures.at(-1);
    // The chat messages stay, the passing events of the board do not.
    const words = world.log.logOf(roomId).filter(({ feature, event }) => feature === 'chat' && event === 'sent').length;
    expect(words).toBe(days * names.length * 15);
    expect((last?.rows ?? 0) - words).toBeLessThan(4_000 + days * 20);
    expect(last?.bytes).toBeLessThan((first?.bytes ?? 0) + 4_000 * 1_200 + days * names.length * 15 * 600);
    expect(await world.freshView(room.host)).toEqual(room.host.states);
    expect(world.reports).toEqual([]);
  });

  it('has a bounded log when all members write as much as they can, and takes more afterwards', async () => {
    const world = await World.create();
    world.logBytes = 24 * MB;
    await world.start();
    const { people, host } = await BusyRoom.create(world, names);
    for (let attack = 0; attack < Math.ceil(days / 12); attack += 1) {
      const codes = await flood(world, people, 4);
      expect([...codes].toSorted()).toEqual(['full', 'limited', 'ok']);
      expect(await world.log.logBytes(roomId)).toBeLessThan(24 * MB + MB);
      world.clock.advance(10 * 60_000);
      // The first refused command starts a compaction; after it there is space again.
      await expect
        .poll(async () => {
          world.clock.advance(30_000);
          return (await host.ask(whiteboard, 'put', { page, shapes: [box()] })).ok;
        })
        .toBe(true);
      expect(await world.log.logBytes(roomId)).toBeLessThan(12 * MB);
    }
    expect(await world.freshView(host)).toEqual(host.states);
    expect(world.reports).toEqual([]);
  });
});

describe('a room whose log is full', () => {
  async function fullRoom() {
    const world = await World.create();
    world.logBytes = 300_000;
    await world.start();
    const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
    await addPages(world);
    for (let n = 0; n < 100; n += 1) {
      world.clock.advance(1_000);
      if (!(await ben.ask(chat, 'send', { text: 'x'.repeat(chatLimits.textLength) })).ok) return { world, ana, ben };
    }
    throw new Error('the log never gets full');
  }

  it('refuses commands that grow the log, tells their sender alone, and changes nothing', async () => {
    const { world, ana, ben } = await fullRoom();
    const [rows, heard] = [world.log.logOf(roomId).length, ana.heard.length];
    expect(await ben.ask(whiteboard, 'put', { page, shapes: [box()] })).toMatchObject({
      ok: false,
      code: 'full',
      message: expect.stringContaining('record of this meeting is full'),
    });
    expect(drawnOn(ben)).toEqual([]);
    expect([world.log.logOf(roomId).length, ana.heard.length]).toEqual([rows, heard]);
  });

  it('still lets members come, go and lower hands, and moderators mute, remove and end the meeting', async () => {
    const { world, ana, ben } = await fullRoom();
    const cleo = await world.enter('Cleo');
    expect(await cleo.ask(hand, 'lower', {})).toMatchObject({ ok: true });
    expect(await ana.ask(moderation, 'mute', { member: 'cleo' })).toMatchObject({ ok: true });
    expect(await ana.ask(moderation, 'remove', { member: 'ben', ban: true })).toMatchObject({ ok: true });
    expect(ben.closed).toBe('removed');
    expect(await cleo.askRaw('presence:leave', {})).toMatchObject({ ok: true });
    expect(await ana.ask(moderation, 'end', {})).toMatchObject({ ok: true });
  });

  it('lets guests in until its reserve is used up, and then hosts and moderators alone', async () => {
    const { world, ana } = await fullRoom();
    const visit = async (n: number) => {
      const guest = await world.enter(`Guest ${n}`);
      await guest.askRaw('presence:leave', {});
    };
    const visits = async () => {
      for (let n = 0; n < 1_000; n += 1) await visit(n);
    };
    const refused = { code: 'full', message: expect.stringContaining('hosts and moderators') };
    await expect(visits()).rejects.toMatchObject(refused);
    const full = await world.log.logBytes(roomId);
    for (let n = 0; n < 50; n += 1) await expect(visit(n)).rejects.toMatchObject(refused);
    expect(await world.log.logBytes(roomId)).toBe(full);
    expect(() => ana.room.meet({ id: 'x', name: 'X', role: 'guest' })).toThrow(
      expect.objectContaining({ code: 'full' }),
    );
    const mia = await world.enter('Mia', 'host');
    expect(await mia.ask(moderation, 'end', {})).toMatchObject({ ok: true });
  });

  it('lets no moderators come and go without end either', async () => {
    const { world, ana } = await fullRoom();
    world.isDiskFull = true;
    let visits = 0;
    await expect(
      (async () => {
        for (; visits < 1_000; visits += 1) {
          const one = await world.enter(`Mod ${visits}`, 'moderator');
          await one.askRaw('presence:leave', {});
        }
      })(),
    ).rejects.toMatchObject({ code: 'full' });
    expect(visits).toBeGreaterThan(50);
    expect(await ana.ask(moderation, 'end', {})).toMatchObject({ ok: true });
  });

  it('is still full after a restart', async () => {
    const { world, ana } = await fullRoom();
    await world.rooms.close();
    await world.start();
    const back = await world.join(ana.seat);
    expect(await back.ask(chat, 'send', { text: 'more' })).toMatchObject({ code: 'full' });
  });
});

describe('a log that was compacted', () => {
  /** The state of a member except for who is online: a restart loses all lines. */
  const saved = ({ states: { presence: _online, ...states } }: Client) => states;

  /** A room with enough events for snapshots and a compaction, and some more after it. */
  async function compacted() {
    const world = await World.create();
    const room = await BusyRoom.create(world, names);
    for (let day = 0; day < 6; day += 1) await room.live({ rounds: 60, textLength: 10 });
    const { host } = room;
    await host.ask(whiteboard, 'put', { page, shapes: [box({ x: 77 })] });
    await world.rooms.close();
    const seqs = world.log.logOf(roomId).map(({ seq }) => seq);
    expect(seqs.at(-1)).toBeGreaterThan(seqs.length + 1_000);
    return { world, host };
  }

  it('still gives the whole state: the board is there, and a line that was away for long gets everything', async () => {
    const { world, host } = await compacted();
    await world.start();
    const fresh = await world.join(host.seat);
    expect(saved(fresh)).toEqual(saved(host));
    // Across a gap in the log, the line gets a snapshot instead of events.
    const stale = await world.join(host.seat, 5);
    expect(saved(stale)).toEqual(saved(host));
  });

  it('has kept the entries that a durable reader has not read, until it has', async () => {
    const world = await World.create();
    world.log.readUpTo = 600;
    const room = await BusyRoom.create(world, names);
    const seqs = () => world.log.logOf(roomId).map(({ seq }) => seq);
    const live = async (days: number) => {
      for (let day = 0; day < days; day += 1) await room.live({ rounds: 60, textLength: 10 });
    };
    await live(6);
    const last = seqs().at(-1) ?? 0;
    expect(last).toBeGreaterThan(4_000);
    expect(seqs().filter((seq) => seq > 600)).toEqual(Array.from({ length: last - 600 }, (_, index) => 601 + index));
    expect(seqs().filter((seq) => seq <= 600).length).toBeLessThan(300);
    world.log.readUpTo = Number.MAX_SAFE_INTEGER;
    await live(1);
    // Unread entries were kept, and the read ones deleted.
    expect(seqs().filter((seq) => seq > 600 && seq <= 1_400).length).toBeLessThan(400);
    expect(world.reports).toEqual([]);
  });

  it('needs only one of its two snapshots', async () => {
    const { world, host } = await compacted();
    const newest = await world.log.loadSnapshot(roomId);
    const older = await world.log.loadSnapshot(roomId, newest?.seq);
    expect(older?.seq).toBeLessThan(newest?.seq ?? 0);
    world.log.forgetSnapshot(roomId, newest?.seq ?? 0);
    await world.start();
    expect(saved(await world.join(host.seat))).toEqual(saved(host));
  });

  it('restores each feature from its newest readable snapshot, and keeps the room closed when there is none', async () => {
    const { world, host } = await compacted();
    const newest = await world.log.loadSnapshot(roomId);
    if (!newest) throw new Error('no snapshot');
    await world.log.saveSnapshot(roomId, { ...newest, states: { ...newest.states, chat: 'of another version' } });
    await world.start();
    expect(saved(await world.join(host.seat))).toEqual(saved(host));
    expect(world.reports).toEqual([]);
    const older = await world.log.loadSnapshot(roomId, newest.seq);
    if (!older) throw new Error('no older snapshot');
    world.log.forgetSnapshot(roomId, older.seq);
    await world.log.saveSnapshot(roomId, { ...newest, states: { ...newest.states, hand: 7 } });
    await world.start();
    expect(world.reports.map(({ what }) => what)).toContain('reading the record of a room');
    await expect(world.join(host.seat)).rejects.toMatchObject({ code: 'unavailable', bound: 'unreadable' });
  });
});
