import { expect, it } from 'vitest';
import { breakoutLimits } from '@plenum/shared/features/breakout/limits';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { allOpen, idOf, openWith, options, plan, rooms, running, stateOf, three } from '../../../test/breakouts.ts';
import { type Client, roomId } from '../../../test/world.ts';

it('[BR1] the rooms of a plan have different names, and a change to an older revision is refused', async () => {
  const { world, ana } = await three();
  const draft = (input: object) =>
    ana.askRaw('breakout:draft', { revision: 0, rooms, assigned: [], expected: [], options, ...input });
  const named = (...names: string[]) => ({ rooms: names.map((name, key) => ({ key: `k${key}`, name })) });
  for (const bad of [
    named('One'),
    named('One', ' óne '),
    named('One', ''),
    named('One', '<b>Two</b>'),
    named(...Array.from({ length: breakoutLimits.rooms.max + 1 }, (_, n) => `Room ${n}`)),
    { rooms: rooms.map(({ name }) => ({ key: 'same', name })) },
  ]) {
    expect(await draft(bad)).toMatchObject({ ok: false, code: 'invalid' });
  }
  expect(await draft({ assigned: [{ member: 'ben', room: 'nowhere' }] })).toMatchObject({ code: 'notFound' });
  expect(stateOf(ana).draft.revision).toBe(0);
  expect(await draft({})).toMatchObject({ ok: true });
  world.clock.advance(1_000);
  expect(await draft({ rooms: [] })).toMatchObject({ code: 'invalid' });
  expect(await draft({})).toMatchObject({ ok: false, code: 'conflict' });
  expect(stateOf(ana).draft).toMatchObject({ revision: 1, rooms });
});

it('[BR1] an unchanged plan makes no event', async () => {
  const { world, ana } = await three();
  const assigned = [{ member: 'ben', room: 'x' }];
  for (const revision of [0, 1, 1]) {
    const draft = { revision, rooms, assigned, expected: [], options };
    expect(await ana.askRaw('breakout:draft', draft)).toMatchObject({ ok: true });
  }
  expect(world.log.logOf(roomId).filter(({ event }) => event === 'drafted')).toHaveLength(1);
  expect(stateOf(ana).draft).toMatchObject({ revision: 1, assigned: { ben: 'x' } });
});

it('[BR2] people are put into a room of the plan by hand, or into none', async () => {
  const { ana, ben } = await three();
  await plan(ana);
  await ana.ask(breakout, 'assign', { member: 'ben', room: 'x' });
  await ana.ask(breakout, 'assign', { member: 'cleo', room: 'y' });
  await ana.ask(breakout, 'assign', { member: 'ben' });
  expect(stateOf(ana).draft.assigned).toEqual({ cleo: 'y' });
  expect(await ana.ask(breakout, 'assign', { member: 'nobody', room: 'x' })).toMatchObject({ code: 'notFound' });
  expect(await ana.ask(breakout, 'assign', { member: 'ben', room: 'zz' })).toMatchObject({ code: 'notFound' });
  expect(await ben.ask(breakout, 'assign', { member: 'ben', room: 'x' })).toMatchObject({ code: 'forbidden' });
});

it('[BR4] saved plans, and the last plan, have people by name', async () => {
  const { ana } = await three();
  await plan(ana, { assigned: { ben: 'x' }, expected: [{ name: 'Dora', room: 'y' }] });
  await ana.ask(breakout, 'save', { name: 'Tuesday' });
  const people = [
    { name: 'Ben', room: 'x' },
    { name: 'Dora', room: 'y' },
  ];
  expect(stateOf(ana).saved).toEqual([{ name: 'Tuesday', rooms, expected: people, options }]);
  await ana.ask(breakout, 'open', {});
  await allOpen(ana);
  await ana.ask(breakout, 'send', { members: ['cleo'], room: idOf(ana, 'South'), invite: 'ask' });
  await ana.ask(breakout, 'close', {});
  expect(stateOf(ana).last?.expected).toEqual([
    { name: 'Ben', room: 'x' },
    { name: 'Cleo', room: 'y' },
  ]);
  await ana.ask(breakout, 'forget', { name: 'Tuesday' });
  expect(stateOf(ana).saved).toEqual([]);
});

it('[BR6] opening invites people, or moves them at once, and happens once', async () => {
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { ben: 'x' }, expected: [{ name: 'CLEO', room: 'y' }] });
  expect(running(ana).assigned).toEqual({ ben: idOf(ana, 'North'), cleo: idOf(ana, 'South') });
  expect(running(ben).assigned).toEqual({ ben: idOf(ana, 'North') });
  expect(stateOf(ben).places).toEqual({});
  world.clock.advance(10_000);
  expect(await ana.ask(breakout, 'open', {})).toMatchObject({ ok: false, code: 'conflict' });
  await ana.ask(breakout, 'close', {});
  await openWith(ana, { assigned: { ben: 'x' }, options: { invite: 'now' } });
  await expect.poll(() => stateOf(ben).places).toEqual({ ben: idOf(ana, 'North') });
});

it('[BR6] a room has no rooms of its own', async () => {
  const { world, ana } = await three();
  await openWith(ana);
  await ana.ask(breakout, 'enter', { room: idOf(ana, 'North') });
  const there = await world.joinIn(idOf(ana, 'North'), ana.seat);
  expect(await there.ask(breakout, 'open', {})).toMatchObject({ ok: false, code: 'conflict' });
});

it('[BR7] a member goes to the assigned room, to any where the choice is free, and to all with the right to manage rooms', async () => {
  const { ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x' } });
  const [north, south] = [idOf(ana, 'North'), idOf(ana, 'South')];
  expect(await ben.ask(breakout, 'enter', { room: south })).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await cleo.ask(breakout, 'enter', { room: south })).toMatchObject({ ok: false, code: 'forbidden' });
  expect(await ben.ask(breakout, 'enter', { room: north })).toMatchObject({ ok: true });
  await ana.ask(breakout, 'enter', { room: south });
  expect(stateOf(cleo).places).toEqual({ ben: north, ana: south });
  await ana.ask(breakout, 'close', {});
  expect(await ben.ask(breakout, 'enter', { room: north })).toMatchObject({ ok: false, code: 'closed' });
  await openWith(ana, { options: { choice: 'free' } });
  expect(await ben.ask(breakout, 'enter', { room: north })).toMatchObject({ ok: false, code: 'notFound' });
  expect(await cleo.ask(breakout, 'enter', { room: idOf(ana, 'South') })).toMatchObject({ ok: true });
});

it('[BR8] "not now" is visible, and the room stays assigned', async () => {
  const { ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x' } });
  await ben.ask(breakout, 'decline', {});
  expect(running(ana).declined).toEqual(['ben']);
  expect(await cleo.ask(breakout, 'decline', {})).toMatchObject({ ok: false, code: 'notFound' });
  await ben.ask(breakout, 'enter', { room: idOf(ana, 'North') });
  expect(running(ana).declined).toEqual([]);
});

it('[BR9] a member who comes later goes where the plan says', async () => {
  const { world, ana } = await three();
  await openWith(ana, { assigned: { ben: 'x' }, expected: [{ name: 'Dora', room: 'x' }] });
  await world.enter('Dora');
  await world.enter('Emil');
  expect(running(ana).assigned).toMatchObject({ dora: idOf(ana, 'North') });
  expect(running(ana).assigned['emil']).toBeUndefined();
  await ana.ask(breakout, 'close', {});
  await openWith(ana, { assigned: { ben: 'x' }, options: { late: 'smallest', invite: 'now' } });
  await world.enter('Fritz');
  expect(stateOf(ana).places['fritz']).toBe(idOf(ana, 'South'));
});

it('[BR10] when the time is over everybody is back; the time can be changed and survives a restart', async () => {
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { ben: 'x' }, options: { minutes: 10, invite: 'now' } });
  expect(running(ben).endsAt).toBe(running(ben).startedAt + 600_000);
  await ana.ask(breakout, 'time', { minutes: 20 });
  world.clock.advance(15 * 60_000);
  await world.rooms.close();
  await world.start();
  const back = await world.join(ana.seat);
  expect(stateOf(back).running).toBeDefined();
  world.clock.advance(5 * 60_000);
  await expect.poll(() => stateOf(back).running).toBeUndefined();
  expect(stateOf(back).places).toEqual({});
});

it('[BR11] a room calls a moderator once, until somebody has come or it is empty', async () => {
  const { world, ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x', cleo: 'x' }, options: { invite: 'now' } });
  await expect.poll(() => Object.keys(stateOf(ana).places)).toEqual(['ben', 'cleo']);
  const north = idOf(ana, 'North');
  await ben.ask(breakout, 'help', {});
  await cleo.ask(breakout, 'help', {});
  expect(running(ana).help).toMatchObject([{ room: north, member: 'ben' }]);
  await ana.ask(breakout, 'helped', { room: north });
  expect(running(ana).help).toEqual([]);
  world.clock.advance(60_000);
  await ben.ask(breakout, 'help', {});
  await ben.ask(breakout, 'back', {});
  expect(running(ana).help).toHaveLength(1);
  await cleo.ask(breakout, 'back', {});
  expect(running(ana).help).toEqual([]);
  expect(await cleo.ask(breakout, 'help', {})).toMatchObject({ ok: false, code: 'conflict' });
});

it('[BR12] the meeting knows the raised hands of each room, and members who manage rooms learn who talks', async () => {
  const { world, ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x' }, options: { invite: 'now' } });
  const north = idOf(ana, 'North');
  await expect.poll(() => stateOf(ana).places['ben']).toBe(north);
  const there = await world.joinIn(north, ben.seat);
  await there.askRaw('hand:raise', {});
  await expect.poll(() => running(ana).hands[north]).toEqual(['ben']);
  await there.askRaw('hand:lower', {});
  await expect.poll(() => running(ana).hands[north]).toEqual([]);
  const room = await world.rooms.require(north);
  room.tell(world.slices.media, { type: 'speaking', members: ['ben'] });
  await expect.poll(() => ana.heard).toContain('breakout:talking');
  expect(cleo.heard).not.toContain('breakout:talking');
});

it('[BR17] messages to everybody of a room are kept for moderators, as they were at the end', async () => {
  const { world, ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x', cleo: 'x' }, options: { invite: 'now' } });
  await expect.poll(() => Object.keys(stateOf(ana).places)).toHaveLength(2);
  const there = await world.joinIn(idOf(ana, 'North'), ben.seat);
  await there.askRaw('chat:send', { text: 'We agree' });
  const second = await there.askRaw('chat:send', { text: 'A slip' });
  const id = second.ok ? String(Reflect.get(Object(second.value), 'id')) : '';
  await there.askRaw('chat:remove', { channel: 'all', id });
  await ana.askRaw('chat:send', { text: 'In the meeting' });
  const lines = async () => {
    world.clock.advance(2_000);
    const reply = await ana.ask(breakout, 'record', {});
    return reply.ok ? breakout.commands.record.output.parse(reply.value).lines : [];
  };
  await expect.poll(lines).toMatchObject([{ room: 'North', name: 'Ben', text: 'We agree' }]);
  await ana.ask(breakout, 'close', {});
  expect(await lines()).toHaveLength(1);
  expect(await ben.ask(breakout, 'record', {})).toMatchObject({ ok: false, code: 'forbidden' });
  for (const client of [ben, cleo]) expect(stateOf(client).record).toEqual([]);
});

it('[BR13] a message to all rooms reaches everybody', async () => {
  const { ana, ben, cleo } = await three();
  await openWith(ana);
  await ana.ask(breakout, 'say', { text: 'Five minutes left' });
  for (const client of [ben, cleo])
    expect(running(client).said).toMatchObject([{ name: 'Ana', text: 'Five minutes left' }]);
  expect(await ben.ask(breakout, 'say', { text: 'Hi' })).toMatchObject({ ok: false, code: 'forbidden' });
});

it('[BR13] one moderator at a time speaks to all rooms, until they stop or leave', async () => {
  const { world, ana, ben } = await three();
  const dora = await world.enter('Dora', 'moderator');
  expect(await ana.ask(breakout, 'speak', { on: true })).toMatchObject({ ok: false, code: 'closed' });
  await openWith(ana);
  await ana.ask(breakout, 'speak', { on: true });
  expect(running(ben).speaker).toBe('ana');
  expect(await dora.ask(breakout, 'speak', { on: true })).toMatchObject({ ok: false, code: 'conflict' });
  await dora.ask(breakout, 'speak', { on: false });
  expect(running(ben).speaker).toBe('ana');
  await ana.ask(breakout, 'speak', { on: false });
  await dora.ask(breakout, 'speak', { on: true });
  await dora.askRaw('presence:leave', {});
  expect(running(ben).speaker).toBeUndefined();
});

it('[BR14] people are invited to another room, moved at once, or taken back; with two moderators they stay in one place', async () => {
  const { world, ana, ben } = await three();
  const dora = await world.enter('Dora', 'moderator');
  await openWith(ana, { assigned: { ben: 'x' } });
  const [north, south] = [idOf(ana, 'North'), idOf(ana, 'South')];
  await ben.ask(breakout, 'enter', { room: north });
  await ana.ask(breakout, 'send', { members: ['ben'], room: south, invite: 'ask' });
  expect([stateOf(ana).places['ben'], running(ana).assigned['ben']]).toEqual([north, south]);
  await Promise.all([
    ana.ask(breakout, 'send', { members: ['ben'], room: south, invite: 'now' }),
    dora.ask(breakout, 'send', { members: ['ben'], room: north, invite: 'now' }),
  ]);
  expect([stateOf(ana).places['ben'], running(ana).assigned['ben']]).toEqual([north, north]);
  expect(stateOf(dora)).toEqual({ ...stateOf(ana), managers: ['dora'] });
  await ana.ask(breakout, 'send', { members: ['ben'], invite: 'now' });
  expect(stateOf(ben).places).toEqual({});
  const refused = (input: object) => ana.askRaw('breakout:send', { members: ['ben'], invite: 'now', ...input });
  expect(await refused({ room: 'another-room' })).toMatchObject({ ok: false, code: 'notFound' });
  expect(await refused({ room: north, members: ['nobody'] })).toMatchObject({ ok: false, code: 'notFound' });
  await ana.ask(breakout, 'close', { room: north });
  expect(await refused({ room: north })).toMatchObject({ ok: false, code: 'notFound' });
  expect(stateOf(ben).places).toEqual({});
});

it('[BR15] a room that cannot be opened says so, and its people stay', async () => {
  const { world, ana, ben } = await three();
  const create = world.log.createRoom.bind(world.log);
  world.log.createRoom = (record) =>
    record.title === 'North' ? Promise.reject(new Error('the disk is full')) : create(record);
  await plan(ana, { assigned: { ben: 'x', cleo: 'y' }, options: { invite: 'now' } });
  await ana.ask(breakout, 'open', {});
  await expect.poll(() => running(ana).rooms.map(({ state }) => state)).toEqual(['failed', 'open']);
  expect(stateOf(ana).places).toEqual({ cleo: idOf(ana, 'South') });
  expect(running(ana).assigned['ben']).toBeUndefined();
  expect(await ben.ask(breakout, 'enter', { room: idOf(ana, 'North') })).toMatchObject({ code: 'unavailable' });
});

it('[BR16] a restart changes no member’s place', async () => {
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { ben: 'x' } });
  const north = idOf(ana, 'North');
  await ben.ask(breakout, 'enter', { room: north });
  await world.joinIn(north, ben.seat);
  const before = stateOf(ana);
  await world.rooms.close();
  await world.start();
  const back = await world.join(ana.seat);
  expect(stateOf(back)).toEqual(before);
  const room = await world.rooms.require(north);
  await world.rooms.requirePlace(room, 'ben');
  world.clock.advance(6_000);
  expect(room.seated).toEqual(['ben']);
});

it('[BR17] a member who leaves the meeting leaves the room, and the visits are kept', async () => {
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { ben: 'x' } });
  const north = idOf(ana, 'North');
  await ben.ask(breakout, 'enter', { room: north });
  const there = await world.joinIn(north, ben.seat);
  world.clock.advance(30_000);
  await ben.askRaw('presence:leave', {});
  await expect.poll(() => there.closed).toBe('removed');
  expect(stateOf(ana).places).toEqual({});
  const [visit] = stateOf(ana).visits;
  expect(visit).toMatchObject({ member: 'ben', name: 'Ben', room: north, title: 'North' });
  expect((visit?.until ?? 0) - (visit?.from ?? 0)).toBe(30_000);
});

it('[BR18] one room closes or all, and their people are back', async () => {
  const { world, ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x', cleo: 'y' }, options: { invite: 'now' } });
  const [north, south] = [idOf(ana, 'North'), idOf(ana, 'South')];
  await expect.poll(() => Object.keys(stateOf(ana).places)).toHaveLength(2);
  const there = await world.joinIn(north, ben.seat);
  await ana.ask(breakout, 'close', { room: north });
  expect(stateOf(ana).places).toEqual({ cleo: south });
  world.clock.advance(5_000);
  await expect.poll(() => there.closed).toBeDefined();
  await ana.ask(breakout, 'close', { room: south });
  expect(stateOf(cleo)).toMatchObject({ places: {} });
  expect(stateOf(cleo).running).toBeUndefined();
  expect(await ana.ask(breakout, 'close', {})).toMatchObject({ ok: false, code: 'closed' });
});

it('[BR19] the door of a room admits members whose place is there', async () => {
  const { world, ana, ben, cleo } = await three();
  await openWith(ana, { assigned: { ben: 'x' } });
  const [north, south] = [idOf(ana, 'North'), idOf(ana, 'South')];
  expect(await ben.ask(breakout, 'ticket', {})).toMatchObject({ ok: false, code: 'notFound' });
  await ben.ask(breakout, 'enter', { room: north });
  expect(await ben.ask(breakout, 'ticket', {})).toMatchObject({
    ok: true,
    value: { room: north, ticket: `pass-to-${north}-for-ben` },
  });
  const enters = async (client: Client, id: string) =>
    world.rooms.requirePlace(await world.rooms.require(id), client.seat.id);
  await enters(ben, north);
  await expect(enters(ben, south)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(enters(cleo, north)).rejects.toMatchObject({ code: 'forbidden' });
  expect(JSON.stringify(world.log.logOf(roomId))).not.toContain('pass-to-');
});

it('[BR4] only members who manage rooms get plans, expected people and visits', async () => {
  const { world, ana, ben } = await three();
  const planned = { assigned: { ben: 'x', cleo: 'y' }, expected: [{ name: 'Xenia', room: 'x' }] };
  await openWith(ana, planned);
  await ana.ask(breakout, 'save', { name: 'Monday' });
  await ana.ask(breakout, 'send', { members: ['cleo'], room: idOf(ana, 'South'), invite: 'now' });
  await ana.ask(breakout, 'close', {});
  expect(stateOf(ana)).toMatchObject({ saved: [{ name: 'Monday' }], visits: [{ name: 'Cleo' }] });
  expect(stateOf(ana).last?.expected).toHaveLength(2);
  const told = ben.frames.filter(({ name }) => name.startsWith('breakout:'));
  expect(JSON.stringify([told, ben.states['breakout']])).not.toMatch(/Xenia|Monday|"Cleo"/);
  for (const client of [ana, ben]) {
    const believed = structuredClone(client.states);
    expect(await world.freshView(client)).toEqual(believed);
  }
});

it('[BR4] a member who gets the right to manage rooms sees the plan, and loses it with the right, also over a lost line', async () => {
  const { world, ana, ben } = await three();
  await openWith(ana, { assigned: { cleo: 'y' } });
  const promote = (role: 'moderator' | 'participant') => ana.ask(moderation, 'promote', { member: 'ben', role });
  await promote('moderator');
  expect(stateOf(ben)).toEqual({ ...stateOf(ana), managers: ['ben'] });
  await promote('participant');
  expect([stateOf(ben).draft.revision, running(ben).assigned]).toEqual([0, {}]);
  (await world.room()).lost('ben', ben);
  world.clock.advance(10_000);
  await promote('moderator');
  const back = await world.join(ben.seat, ben.seq, ben);
  expect(back.states).toEqual(await world.freshView(back));
  expect(running(back).assigned).toEqual({ cleo: idOf(ana, 'South') });
});
