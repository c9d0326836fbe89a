import { describe, expect, it } from 'vitest';
import { chat } from '@plenum/shared/features/chat/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { addPages, drawnOn, note, page } from './boards.ts';
import { roomId, World } from './world.ts';

const textsOf = (messages: readonly { text: string }[]) => messages.map(({ text }) => text);

describe('a room whose log fails', () => {
  it('tries again by itself: the sender gets a late answer, never a wrong one', async () => {
    const world = await World.create();
    const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
    world.log.faults.push('before');
    const reply = ana.ask(chat, 'send', { text: 'late' });
    await expect.poll(() => world.log.faults).toEqual([]);
    world.clock.advance(50);
    expect(await reply).toMatchObject({ ok: true });
    expect(textsOf(ben.state(chat).messages)).toEqual(['late']);
  });

  it('shows lost events to nobody, tells their sender, and continues from the log', async () => {
    const world = await World.create();
    const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
    world.log.faults.push(...Array.from({ length: 5 }, () => 'before' as const));
    const reply = ana.ask(chat, 'send', { text: 'lost' }, 'key-1');
    await turnUntil(world, () => world.log.faults.length === 0);
    expect(await reply).toMatchObject({ ok: false, code: 'unavailable' });
    expect(ben.state(chat).messages).toEqual([]);
    await expect.poll(async () => (await ana.ask(chat, 'send', { text: 'kept' }, 'key-1')).ok).toBe(true);
    expect(textsOf(ben.state(chat).messages)).toEqual(['kept']);
  });

  it('announces written events whose answer was lost, exactly once', async () => {
    const world = await World.create();
    const [ana, ben] = [await world.enter('Ana'), await world.enter('Ben')];
    world.log.faults.push('afterwards');
    const first = ana.ask(chat, 'send', { text: 'once' }, 'key-1');
    await turnUntil(world, () => ben.state(chat).messages.length > 0);
    await first;
    const again = await ana.ask(chat, 'send', { text: 'once' }, 'key-1');
    expect(again).toMatchObject({ ok: true });
    expect(textsOf(ben.state(chat).messages)).toEqual(['once']);
    expect(world.log.logOf(roomId).filter(({ feature }) => feature === 'chat')).toHaveLength(1);
  });

  it('announces all written events whose answer was lost, also more than are kept for catching up', async () => {
    const world = await World.create();
    const [ana, ben] = [await world.enter('Ana', 'host'), await world.enter('Ben')];
    await addPages(world);
    const shapes = Array.from({ length: 25 }, () => note(''));
    await ana.ask(whiteboard, 'put', { page, shapes });
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    world.log.gate = gate;
    world.log.faults.push('afterwards');
    const texts = Array.from({ length: 90 }, (_, n) => String(n % 10).repeat(2_000 - n));
    const replies = texts.map((text) =>
      ana.ask(whiteboard, 'change', { page, changes: shapes.map(({ id }) => ({ id, set: { text } })) }),
    );
    open();
    await turnUntil(world, () => drawnOn(ben).every((shape) => 'text' in shape && shape.text === texts.at(-1)));
    await Promise.all(replies);
    expect(await world.freshView(ben)).toEqual(ben.states);
  });

  async function turnUntil(world: World, done: () => boolean): Promise<void> {
    await expect
      .poll(() => {
        world.clock.advance(250);
        return done();
      })
      .toBe(true);
  }
});

describe('a room', () => {
  it('takes as many people as its bound, and members can come back', async () => {
    const world = await World.create();
    world.bounds = { ...world.bounds, roomPeople: 2 };
    await world.start();
    const [ana] = [await world.enter('Ana'), await world.enter('Ben')];
    await expect(world.enter('Cleo')).rejects.toMatchObject({ code: 'full' });
    const again = await world.enter('Ana');
    expect(ana.closed).toBe('replaced');
    expect(again.closed).toBeUndefined();
  });

  it('commits commands that come during a commit in one group, in order', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const before = world.log.appends;
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    world.log.gate = gate;
    const replies = ['1', '2', '3', '4'].map((text) => ana.ask(chat, 'send', { text }));
    expect(ana.state(chat).messages).toEqual([]);
    open();
    expect((await Promise.all(replies)).every(({ ok }) => ok)).toBe(true);
    expect(textsOf(ana.state(chat).messages)).toEqual(['1', '2', '3', '4']);
    expect(world.log.appends - before).toBe(1);
  });

  it('recognises a command after a restart: acknowledged or not, it happens once', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const first = await ana.ask(chat, 'send', { text: 'once' }, 'key-1');
    await world.start();
    const back = await world.join(ana.seat, ana.seq, ana);
    expect(await back.ask(chat, 'send', { text: 'once' }, 'key-1')).toEqual(first);
    expect(textsOf(back.state(chat).messages)).toEqual(['once']);
  });

  it('answers a repeated command that still runs with the same answer', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const [one, two] = await Promise.all([1, 2].map(() => ana.ask(chat, 'send', { text: 'once' }, 'key-1')));
    expect(one).toEqual(two);
    expect(ana.state(chat).messages).toHaveLength(1);
  });

  it('skips entries of a removed feature, and keeps them', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    await ana.ask(chat, 'send', { text: 'good' });
    const log = world.log.logOf(roomId);
    const entry = { seq: log.length + 1, at: 1, feature: 'unheard', event: 'of', payload: null };
    log.push(entry);
    await world.start();
    const back = await world.join(ana.seat);
    expect(textsOf(back.state(chat).messages)).toEqual(['good']);
    expect(await back.ask(chat, 'send', { text: 'goes on' })).toMatchObject({ ok: true });
    expect(world.log.logOf(roomId)).toContainEqual(entry);
    expect(world.reports).toEqual([]);
  });

  it('continues after a last row that cannot be read', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    await ana.ask(chat, 'send', { text: 'unreadable' });
    world.log.unreadable.add(world.log.logOf(roomId).length);
    await world.start();
    const back = await world.join(ana.seat);
    expect(await back.ask(chat, 'send', { text: 'goes on' })).toMatchObject({ ok: true });
    expect(textsOf(back.state(chat).messages)).toEqual(['goes on']);
  });

  it('restores the same state from a snapshot and later entries as from the whole log', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    await ana.ask(chat, 'send', { text: 'before' });
    await world.rooms.close();
    expect((await world.log.loadSnapshot(roomId))?.seq).toBe(world.log.logOf(roomId).length);
    await world.start();
    const back = await world.join(ana.seat);
    await back.ask(chat, 'send', { text: 'behind' });
    await world.start();
    const fromSnapshot = (await world.join(ana.seat)).states;
    await world.log.saveSnapshot(roomId, { seq: 2, states: { chat: 'not a state' } });
    await world.start();
    expect((await world.join(ana.seat)).states).toEqual(fromSnapshot);
  });

  it('gives a snapshot to a client that was away for too long, or that has a later number than the log', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const back = await world.join(ana.seat, 10_000);
    expect(back.states).toEqual(ana.states);
  });

  it('refuses a command from a seat that no longer exists', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    await ana.askRaw('presence:leave', {});
    expect(await ana.ask(chat, 'send', { text: 'ghost' })).toMatchObject({ ok: false, code: 'closed' });
  });

  it('refuses names that only look like commands', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const names = [
      '',
      ':',
      'chat',
      'chat:',
      'chat:send:x',
      'chat:__proto__',
      'chat:constructor',
      '__proto__:send',
      'chat:sent',
      'nope:send',
    ];
    for (const name of names) expect(await ana.askRaw(name, {}), name).toMatchObject({ ok: false, code: 'invalid' });
    expect(world.reports).toEqual([]);
  });
});

describe('joining', () => {
  it('loses and repeats nothing while others write', async () => {
    const world = await World.create();
    const ana = await world.enter('Ana');
    const writing = Array.from({ length: 5 }, (_, n) => ana.ask(chat, 'send', { text: `${n}` }));
    const ben = await world.enter('Ben');
    await Promise.all(writing);
    expect(textsOf(ben.state(chat).messages)).toEqual(['0', '1', '2', '3', '4']);
    expect(ben.states).toEqual(ana.states);
  });

  it('leaves one line when one seat joins twice at once', async () => {
    const world = await World.create();
    const seat = { id: 'ana', name: 'Ana', role: 'host' } as const;
    const results = await Promise.allSettled([world.join(seat), world.join(seat)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await world.room()).people).toBe(1);
  });
});
