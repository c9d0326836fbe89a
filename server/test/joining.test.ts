import { EntrySign, redeemEntry } from '@plenum/shared/api/join/contract';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { Entries, type NamedEntry } from '../src/gateway/entries.ts';
import { Tickets } from '../src/gateway/tickets.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
let tickets: Tickets;
let entries: Entries;
/** The time of this test's own entries. */
let now = () => systemClock.now();
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
  tickets = new Tickets(await running.store.secret('tickets'), () => now(), 'here');
  const { tokenUses } = running.store.ask;
  entries = new Entries({
    tickets,
    take: (use) => tokenUses.take(use),
    isLeft: (use) => tokenUses.isLeft(use),
    now: () => now(),
  });
});
afterAll(() => running.close());

async function space(settings: Partial<SpaceSettings> = {}): Promise<Space> {
  const input = { title: 'The yard', organisation: scene.organisation, settings: { ...firstSettings, ...settings } };
  return Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie('host'))).json);
}

const named = (to: NamedEntry['to'], more: Partial<NamedEntry> = {}): NamedEntry => ({
  to,
  name: 'Zoe',
  role: 'host',
  person: tickets.personOf('test', more.name ?? 'zoe'),
  ...more,
});
const look = async (token: string) => EntrySign.parse((await running.http('POST', '/api/join/look', { token })).json);
const ask = (token: string) => running.http('POST', '/api/join/tickets', { token });
async function enter(entry: NamedEntry) {
  const { json } = await ask(entries.mint(entry));
  const { ticket, room, name } = redeemEntry.output.parse(json);
  return Object.assign(await running.connect({ ticket }), { room, name });
}

describe('a one-time entry', () => {
  it('[JO1] a person joins under the name and in the role of the link', async () => {
    const { slug } = await space();
    const token = entries.mint(named({ slug }, { role: 'moderator', language: 'de', leaveTo: 'https://a.example/' }));
    const said = await look(token);
    expect(said).toMatchObject({ name: 'Zoe', title: 'The yard', role: 'moderator', language: 'de' });
    expect(said).toMatchObject({ organisation: 'The mill', leaveTo: 'https://a.example/', notBegun: false });
    const host = await enter(named({ slug }, { name: 'Ana' }));
    expect(host.welcome.me).toMatchObject({ name: 'Ana', role: 'host' });
    const line = await running.connect({ ticket: redeemEntry.output.parse((await ask(token)).json).ticket });
    expect(line.welcome.me).toMatchObject({ name: 'Zoe', role: 'moderator' });
    // A room without a space has the same way in.
    const { id } = await running.createRoom('Hall');
    const inRoom = await enter(named({ room: id }, { role: 'participant', standing: 'inside' }));
    expect(inRoom.welcome.me).toMatchObject({ name: 'Zoe', role: 'participant' });
    expect(inRoom.room).toBe(id);
  });

  it('[JO2] an entry works once and for five minutes; looking is no use of it', async () => {
    const { slug } = await space();
    const token = entries.mint(named({ slug }));
    for (const _ of [1, 2, 3]) await look(token);
    expect((await ask(token)).status).toBe(201);
    expect(await ask(token)).toMatchObject({ status: 403, json: { code: 'forbidden', bound: 'linkUsed' } });
    now = () => systemClock.now() - 301_000;
    const old = entries.mint(named({ slug }));
    now = () => systemClock.now();
    expect((await ask(old)).json).toMatchObject({ code: 'forbidden', bound: 'linkWrong' });
    // A ticket, a seat and an identity are signed with the same secret, and are no entries.
    const claims = { room: 'abcd-efgh', member: 'm', name: 'x', role: 'host' } as const;
    for (const other of [tickets.mintRoomTicket(claims), tickets.mintSeat(claims), tickets.mintIdentity('p')]) {
      expect((await ask(other)).json).toMatchObject({ code: 'forbidden', bound: 'linkWrong' });
    }
  });

  it('[JO3] a banned person stays out under every link, and another person gets in', async () => {
    const { slug } = await space();
    const host = await enter(named({ slug }, { name: 'Ana' }));
    const ben = { name: 'Ben', role: 'participant', standing: 'member' } as const;
    const line = await enter(named({ slug }, ben));
    await host.ask('moderation:remove', { member: line.welcome.me.id, ban: true });
    const person = tickets.personOf('test', 'Ben');
    const again = await ask(entries.mint(named({ slug }, { ...ben, name: 'Benedikt', person })));
    expect(again.json).toMatchObject({ code: 'forbidden' });
    expect((await enter(named({ slug }, { ...ben, name: 'Cem' }))).welcome.me.name).toBe('Cem');
    expect(tickets.personOf('a', 'b')).not.toBe(tickets.personOf('ab', ''));
  });

  const parts = { host: 'host', moderator: 'moderator', member: 'participant', guest: 'participant' } as const;
  const starts = [
    ['hosts', { host: true, moderator: false, member: false, guest: false }],
    ['members', { host: true, moderator: true, member: true, guest: false }],
    ['everyone', { host: true, moderator: true, member: true, guest: true }],
  ] as const;
  it.each(starts)('[JO4] where %s begin the meeting, so do these', async (start, may) => {
    for (const part of ['host', 'moderator', 'member', 'guest'] as const) {
      const { slug } = await space({ start });
      const standing = part === 'member' ? { standing: 'member' as const } : {};
      const token = entries.mint(named({ slug }, { role: parts[part], ...standing }));
      expect((await look(token)).notBegun, part).toBe(!may[part]);
      const { status, json } = await ask(token);
      expect(status, part).toBe(may[part] ? 201 : 410);
      if (!may[part]) expect(json).toMatchObject({ code: 'closed', bound: 'notStarted' });
    }
  });

  it('[JO5] of fifty requests with one token at once, one gets in', async () => {
    const { slug } = await space();
    const token = entries.mint(named({ slug }));
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(token)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(49);
  });

  it('[JO16] a link that was used up begins no meeting', async () => {
    const { id, slug } = await space();
    const roomOf = async () => (await running.store.ask.spaces.read({ acting: scene.as('host'), space: id })).room;
    const token = entries.mint(named({ slug }));
    await entries.find(token).use();
    expect(await ask(token)).toMatchObject({ status: 403, json: { bound: 'linkUsed' } });
    expect(await roomOf()).toBeUndefined();
    expect(await ask(entries.mint(named({ slug })))).toMatchObject({ status: 201, json: { room: await roomOf() } });
  });

  it('leads nowhere when its space is gone, and not into a room that never was', async () => {
    const { slug, id } = await space();
    const token = entries.mint(named({ slug }));
    await running.http('DELETE', `/api/spaces/${id}`, undefined, scene.cookie('host'));
    expect((await ask(token)).json).toMatchObject({ code: 'notFound' });
    expect((await ask(entries.mint(named({ room: 'no-such-room' })))).json).toMatchObject({ code: 'notFound' });
  });
});
