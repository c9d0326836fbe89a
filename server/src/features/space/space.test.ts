import { beforeEach, expect, it } from 'vitest';
import { chat } from '@plenum/shared/features/chat/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { space } from '@plenum/shared/features/space/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { keepsTheLaw } from '../../../test/law.ts';
import { roomId, World } from '../../../test/world.ts';
import { serveSpace } from './space.ts';

keepsTheLaw(space, {});

const opening = {
  space: 'space-1',
  slug: 'the-yard',
  organisation: 'The mill',
  tier: 'Basic user account',
  welcome: 'Hello',
};
const settings = {
  space: opening,
  lobby: 'ask',
  moderation: { locks: { publicChat: true }, presenter: 'anyone' },
  chat: false,
  whiteboard: { keeps: false, isNew: false },
  slides: { keeps: false, prepared: [] },
};

let world: World;
beforeEach(async () => {
  world = await World.create();
});

it('[SP1] a meeting begins with what the space says, which is the first entry of its log', async () => {
  const room = await world.room();
  await room.begin(settings);
  const entries = await world.log.read(roomId, 0, 10);
  expect(entries[0]).toMatchObject({ seq: 1, feature: 'space', event: 'opened', payload: opening });
  const ana = await world.enter('Ana', 'host');
  expect(ana.state(space).opening).toEqual(opening);
  expect(ana.state(lobby).policy).toBe('ask');
  expect(ana.state(moderation)).toMatchObject({ locks: { publicChat: true }, presenterPolicy: 'anyone', deeds: [] });
});

const hosted = { welcome: 'Hello', staffWelcome: 'The room code is 12.', banner: 'Exam', people: 2 };

it('[SP4] a program says what a room begins with, and words for hosts and moderators alone', async () => {
  const room = await world.room();
  await room.begin({ space: hosted });
  const ana = await world.enter('Ana', 'host');
  const ben = await world.enter('Ben');
  expect(ana.state(space).hosted).toEqual(hosted);
  expect(ben.state(space).hosted).toEqual({ ...hosted, staffWelcome: '' });
  const mia = await world.enter('Mia', 'moderator');
  expect(mia.state(space).hosted).toEqual(hosted);
  expect(JSON.stringify(ben.frames)).not.toContain('code is 12');
  await ana.ask(moderation, 'promote', { member: ben.seat.id, role: 'moderator' });
  expect(ben.state(space).hosted).toEqual(hosted);
});

it('[SP4] the most people of a program bound the room, in words of their own', async () => {
  const room = await world.room();
  await room.begin({ space: { ...hosted, people: 1 } });
  await world.enter('Ana');
  await expect(world.enter('Ben')).rejects.toMatchObject({ code: 'full' });
});

it('[SP4] lock-on-join and how people begin are settings too', async () => {
  const room = await world.room();
  const rights = {
    locks: { cameras: true },
    presenter: 'ask',
    lockOnJoin: false,
    entry: { muted: true, camerasOff: false },
  };
  await room.begin({ space: hosted, moderation: rights });
  const ana = await world.enter('Ana', 'host');
  const { locks, lockOnJoin, entry } = ana.state(moderation);
  expect({ cameras: locks.cameras, lockOnJoin, entry }).toEqual({
    cameras: true,
    lockOnJoin: false,
    entry: rights.entry,
  });
});

it('[SP1] a later meeting in the room begins with what is kept and with the settings of then', async () => {
  const ana = await world.enter('Ana', 'host');
  await ana.ask(chat, 'send', { text: 'old words' });
  await ana.ask(slides, 'blank', { name: 'Board' });
  await ana.ask(moderation, 'end', {});
  const room = await world.room();
  await room.begin({
    ...settings,
    lobby: 'open',
    chat: true,
    whiteboard: { keeps: true, isNew: false },
    slides: { keeps: true, prepared: [] },
  });
  const kept = await world.enter('Ben');
  expect(room.door).toBe('open');
  expect(kept.state(chat).messages).toMatchObject([{ text: 'old words' }]);
  expect(kept.state(slides).presentations).toHaveLength(1);
  await kept.askRaw('presence:leave', {});
  await room.begin(settings);
  const cleared = await world.enter('Cleo', 'host');
  expect(cleared.state(chat).messages).toEqual([]);
  expect(cleared.state(slides).presentations).toEqual([]);
  expect(cleared.state(whiteboard).pages).toEqual({});
});

it('[SP2] the most people bound the room: of two at the last seat one gets it, and staff have a reserve', async () => {
  const room = await world.room();
  await room.begin({ space: { ...opening, people: 3 } });
  await world.enter('Ana', 'host');
  await world.enter('Ben');
  const both = await Promise.allSettled(['Cleo', 'Dora'].map((name) => world.enter(name)));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: {
      code: 'full',
      bound: 'participants',
      met: { limit: 'participants', most: 3, whose: 'The mill', tier: 'Basic user account' },
    },
  });
  expect([room.isFull, room.inside]).toEqual([true, 3]);
  await world.enter('Mia', 'moderator');
  expect(room.inside).toBe(4);
});

it('[SP2] a person who waits is let in only while a seat is free', async () => {
  const room = await world.room();
  await room.begin({ space: { ...opening, people: 2 }, lobby: 'ask' });
  const ana = await world.enter('Ana', 'host');
  await world.enter('Ben');
  await world.enter('Cleo');
  expect(await ana.ask(lobby, 'admit', { member: 'ben', as: 'guest', remember: false })).toMatchObject({ ok: true });
  expect(await ana.ask(lobby, 'admit', { member: 'cleo', as: 'guest', remember: false })).toMatchObject({
    code: 'full',
  });
});

it('[SP3] the words of an operator reach everybody, and those who come later', async () => {
  const room = await world.room();
  const ana = await world.enter('Ana');
  await room.settle(serveSpace, { words: 'The server stops at noon.' });
  expect(ana.heard).toContain('space:announced');
  const ben = await world.enter('Ben');
  for (const client of [ana, ben]) expect(client.state(space).announcement?.words).toBe('The server stops at noon.');
});
