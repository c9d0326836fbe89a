import { afterAll, beforeAll, expect, it } from 'vitest';
import { TicketOutput } from '@plenum/shared/api/room/contract';
import { counted } from './counted.ts';
import { ProtooLine } from './protooLine.ts';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

async function pass(room: string, body: object) {
  const answer = await running.http('POST', `/api/rooms/${room}/tickets`, body);
  return { status: answer.status, ...(answer.status === 201 && TicketOutput.parse(answer.json)) };
}

async function enter(room: string, body: object) {
  const { ticket, identity } = await pass(room, body);
  return { line: await running.connect({ ticket }), identity };
}

it('gives each key its role, and a key of another room none', async () => {
  const [one, two] = [await running.createRoom(), await running.createRoom()];
  const roleBy = async (key?: string) => (await enter(one.id, { name: 'X', key })).line.welcome.me.role;
  expect(await roleBy(one.hostKey)).toBe('host');
  expect(await roleBy(one.moderatorKey)).toBe('moderator');
  for (const key of [undefined, one.memberKey, two.hostKey, 'nonsense']) expect(await roleBy(key)).toBe('participant');
});

it('recognises a browser by its identity, and none by a foreign identity', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = (await enter(id, { name: 'Ana', key: hostKey })).line;
  const ben = await enter(id, { name: 'Ben' });
  const { member } = { member: ben.line.welcome.me.id };
  expect(await host.ask('moderation:remove', { member, ban: true })).toMatchObject({ ok: true });
  expect((await pass(id, { name: 'Not Ben', identity: ben.identity })).status).toBe(403);
  for (const identity of ['nonsense', ben.line.welcome.seat, `${ben.identity}x`]) {
    expect((await pass(id, { name: 'New', identity })).status).toBe(201);
  }
});

it('refuses every ticket, seat and line of a banned person', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = (await enter(id, { name: 'Ana', key: hostKey })).line;
  const ben = await enter(id, { name: 'Ben' });
  const second = await enter(id, { name: 'Ben at work', identity: ben.identity });
  const unused = await pass(id, { name: 'Ben later', identity: ben.identity });
  const media = await ProtooLine.connect(running.origin, second.line.mediaTicket);
  const closed = [ben.line.closed(), second.line.closed(), media.closed];
  await host.ask('moderation:remove', { member: ben.line.welcome.me.id, ban: true });
  await Promise.all(closed);
  const ways = [
    { seat: ben.line.welcome.seat },
    { seat: ben.line.welcome.seat, seq: 1 },
    { seat: second.line.welcome.seat },
    { ticket: unused.ticket },
  ];
  for (const auth of ways) await expect(running.connect(auth)).rejects.toBeInstanceOf(Error);
  counted('X5', ways.length + closed.length, 'lines, tickets and seats of a banned person closed or refused');
  await expect(ProtooLine.connect(running.origin, ben.line.mediaTicket)).rejects.toThrow('refused');
  expect((await running.http('GET', `/api/rooms/${id}`)).json).toMatchObject({ people: 1 });
  expect(JSON.stringify(host.heard)).not.toContain('person');
});

it('mutes in the engine the members whom moderators mute', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = (await enter(id, { name: 'Ana', key: hostKey })).line;
  const { line } = await enter(id, { name: 'Ben' });
  const media = await ProtooLine.connect(running.origin, line.mediaTicket);
  await media.request('media:open', {});
  const rtpParameters = { codecs: [], encodings: [{ ssrc: 1 }] };
  await media.request('media:publish', { source: 'mic', rtpParameters, muted: false });
  const member = line.welcome.me.id;
  await host.ask('moderation:mute', { member });
  const told = () => host.heard.filter(({ name }) => name === 'media:muted');
  await expect.poll(told).toEqual([{ name: 'media:muted', payload: { member, source: 'mic', muted: true } }]);
  await media.request('media:mute', { source: 'mic', muted: false });
  await expect.poll(() => told().at(-1)?.payload).toEqual({ member, source: 'mic', muted: false });
});

it('lets a member in from the lobby on the line that waits', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = (await enter(id, { name: 'Ana', key: hostKey })).line;
  await host.ask('lobby:setPolicy', { policy: 'ask' });
  expect((await running.http('GET', `/api/rooms/${id}`)).json).toMatchObject({ door: 'ask', people: 1 });
  const { line } = await enter(id, { name: 'Wes' });
  expect(line.welcome).toMatchObject({ waiting: true, me: { abilities: [] } });
  expect(line.welcome.media).toBeUndefined();
  expect(await line.ask('media:ticket', {})).toMatchObject({ ok: false, code: 'forbidden' });
  await host.ask('lobby:admit', { member: line.welcome.me.id, as: 'participant', remember: false });
  await expect.poll(() => line.heard.filter(({ name }) => name === 'room:welcome').length).toBe(2);
  expect(await line.ask('chat:send', { text: 'Hello' })).toMatchObject({ ok: true });
  const back = await running.connect({ seat: line.welcome.seat });
  expect(back.welcome.waiting).toBeUndefined();
});
