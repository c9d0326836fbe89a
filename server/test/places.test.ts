import { afterAll, beforeAll, expect, it } from 'vitest';
import { RoomInfo, TicketOutput } from '@plenum/shared/api/room/contract';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  const bounds = { roomPeople: 20, roomWaiting: 100, addressSeats: 500, addressWaiting: 10 };
  running = await Running.create({}, { options: { bounds, trustProxy: 1 } });
});
afterAll(() => running.close());

/** Asks for a ticket from another address. */
async function ask(room: string, address: string, body: object) {
  const headers = { 'x-forwarded-for': address };
  const { status, json } = await running.http('POST', `/api/rooms/${room}/tickets`, body, headers);
  return { status, json, pass: TicketOutput.safeParse(json).data };
}

async function enter(room: string, address: string, body: object) {
  const { pass } = await ask(room, address, body);
  return running.connect({ ticket: pass?.ticket });
}

/** Strangers without a key come from one address until the server refuses all of them. */
async function flood(room: string, address: string, bots: number): Promise<number> {
  let refused = 0;
  for (let n = 0; n < bots; n += 1) {
    const { pass, json } = await ask(room, address, { name: `Bot ${n}` });
    if (pass) await running.connect({ ticket: pass.ticket });
    else refused += Number((json as { code?: unknown }).code === 'full');
  }
  return refused;
}

async function waitingRoom() {
  const room = await running.createRoom();
  const host = await enter(room.id, '192.0.2.1', { name: 'Ana', key: room.hostKey });
  await host.ask('lobby:setPolicy', { policy: 'ask' });
  return { ...room, host };
}

it.each([19, 500])('%i strangers who wait outside exclude no other person', async (bots) => {
  const { id, hostKey, moderatorKey } = await waitingRoom();
  expect(await flood(id, '203.0.113.9', bots)).toBe(bots - 10);
  const moderator = await enter(id, '203.0.113.9', { name: 'Mo', key: moderatorKey });
  const host = await enter(id, '198.51.100.2', { name: 'Ana at home', key: hostKey });
  expect([moderator, host].map(({ welcome }) => welcome.waiting)).toEqual([undefined, undefined]);
  const guest = await enter(id, '198.51.100.3', { name: 'Gus' });
  expect(guest.welcome.waiting).toBe(true);
  const { json } = await running.http('GET', `/api/rooms/${id}`);
  expect(RoomInfo.parse(json)).toMatchObject({ people: 3, full: false });
});

it('names the bound that a stranger has met', async () => {
  const { id } = await waitingRoom();
  await flood(id, '203.0.113.9', 10);
  const { status, json } = await ask(id, '203.0.113.9', { name: 'One more' });
  expect([status, json]).toEqual([409, expect.objectContaining({ code: 'full', bound: 'address' })]);
});

it('one IPv6 network is one address', async () => {
  const { id } = await waitingRoom();
  for (let n = 1; n <= 10; n += 1) await enter(id, `2001:db8:1:2::${n}`, { name: `Bot ${n}` });
  expect((await ask(id, '2001:db8:1:2:ffff::1', { name: 'Next' })).status).toBe(409);
  expect((await ask(id, '2001:db8:1:3::1', { name: 'Other' })).status).toBe(201);
});

it('500 windows of one browser leave places for others', async () => {
  const { id } = await running.createRoom();
  let identity: string | undefined;
  let refused: unknown;
  for (let n = 0; n < 500; n += 1) {
    const { pass, json } = await ask(id, '203.0.113.9', { name: 'Tab', identity });
    if (!pass) refused = json;
    else {
      identity = pass.identity;
      await running.connect({ ticket: pass.ticket });
    }
  }
  expect(refused).toMatchObject({ code: 'full', bound: 'windows' });
  const { json } = await running.http('GET', `/api/rooms/${id}`);
  expect(RoomInfo.parse(json)).toMatchObject({ people: 4, full: false });
  expect((await ask(id, '198.51.100.3', { name: 'Ben' })).status).toBe(201);
});

it('a room full of guests still admits hosts and moderators, and no guests', async () => {
  const { id, hostKey, moderatorKey, memberKey } = await running.createRoom();
  for (let n = 0; n < 20; n += 1) await enter(id, '203.0.113.9', { name: `Guest ${n}` });
  expect((await ask(id, '198.51.100.3', { name: 'Ben' })).json).toMatchObject({ code: 'full' });
  expect((await ask(id, '198.51.100.3', { name: 'Mem', key: memberKey })).json).toMatchObject({ code: 'full' });
  await enter(id, '203.0.113.9', { name: 'Mo', key: moderatorKey });
  await enter(id, '203.0.113.9', { name: 'Ana', key: hostKey });
});

it('no address is in a log or readable in a ticket', async () => {
  const { id } = await waitingRoom();
  const { pass } = await ask(id, '203.0.113.77', { name: 'Gus' });
  await running.connect({ ticket: pass?.ticket });
  const claims = Buffer.from(pass?.ticket.split('.')[1] ?? '', 'base64url').toString();
  expect(claims).toContain('"origin"');
  expect(`${claims}${running.logged.join('')}`).not.toContain('203.0.113.77');
});
