import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterSpace, Space, SpaceSign } from '@plenum/shared/api/space/contract';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { reservedSlugs, slugOf, Slug } from '@plenum/shared/api/space/slug';
import { counted } from './counted.ts';
import { bring } from './apiScene.ts';
import { type AccountKind, RecordScene } from './recordScene.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create({ office: undefined });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const who = (kind: AccountKind | undefined) => (kind === undefined ? {} : scene.cookie(kind));

async function create(settings: Partial<SpaceSettings> = {}, by: AccountKind = 'host'): Promise<Space> {
  const input = { title: 'The yard', organisation: scene.organisation, settings: { ...firstSettings, ...settings } };
  return Space.parse((await running.http('POST', '/api/spaces', input, who(by))).json);
}

async function look(slug: string, by?: AccountKind): Promise<SpaceSign> {
  return SpaceSign.parse((await running.http('GET', `/api/s/${slug}`, undefined, who(by))).json);
}

function ask(slug: string, input: object = {}, by?: AccountKind) {
  return running.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe', ...input }, who(by));
}

async function enter(slug: string, input: object = {}, by?: AccountKind): Promise<RoomLine & { room: string }> {
  const { ticket, room } = enterSpace.output.parse((await ask(slug, input, by)).json);
  return Object.assign(await running.connect({ ticket }), { room });
}

/** Everybody leaves, and the database knows that the room is empty since long ago. */
async function leaveAll(lines: readonly (RoomLine & { room: string })[]): Promise<void> {
  for (const line of lines) await line.ask('presence:leave', {});
  for (const { room } of lines) {
    await expect.poll(async () => (await running.server.rooms.require(room)).people).toBe(0);
    await expect.poll(async () => (await running.store.occupiedRooms()).includes(room)).toBe(false);
    await running.store.markRoom(room, 5);
  }
}

/** Who may begin a meeting: with the link, a code of members, a code of moderators, and as host. */
const starts = [
  ['hosts', ['closed', 'closed', 'closed', 'yes']],
  ['members', ['closed', 'yes', 'yes', 'yes']],
  ['everyone', ['yes', 'yes', 'yes', 'yes']],
] as const;

describe('a space', () => {
  it('[SA9] a guest enters with the address and a name, by one request; the hosts of the space are hosts', async () => {
    const { slug, id } = await create();
    expect(await look(slug)).toMatchObject({
      slug,
      title: 'The yard',
      organisation: 'The mill',
      people: 0,
      as: 'none',
    });
    const guest = await enter(slug);
    expect(guest.welcome.me).toMatchObject({ name: 'Zoe', role: 'participant' });
    await running.http('POST', `/api/spaces/${id}/hosts`, { email: 'MEMBER@example.org' }, who('host'));
    const lines = [guest];
    for (const [kind, role] of [
      ['host', 'host'],
      ['member', 'host'],
      ['admin', 'participant'],
      ['stranger', 'participant'],
    ] as const) {
      const line = await enter(slug, {}, kind);
      expect(line.room).toBe(guest.room);
      expect(line.welcome.me.role, kind).toBe(role);
      lines.push(line);
    }
    expect(await look(slug)).toMatchObject({ people: 5 });
    const { json } = await running.http('GET', `/api/spaces/${id}`, undefined, who('host'));
    expect(Space.parse(json).inside).toHaveLength(5);
    const { json: list } = await running.http('GET', '/api/spaces', undefined, who('member'));
    expect(list).toMatchObject({ spaces: [{ id, as: 'host', people: 5 }], more: false });
    for (const line of lines) await line.ask('presence:leave', {});
  });

  it('[SA2] addresses are chosen or have a random end; reserved and unreadable ones are refused', async () => {
    const made = new Set(
      Array.from({ length: 50 }, () => slugOf('Größe & Föhn!', crypto.getRandomValues(new Uint8Array(8)))),
    );
    expect(made.size).toBe(50);
    for (const slug of made) expect(Slug.safeParse(slug).success, slug).toBe(true);
    expect(slugOf('🙂', new Uint8Array(8))).toBe('space-22222222');
    const choose = (slug: string) =>
      running.http('POST', '/api/spaces', { title: 'x', organisation: scene.organisation, slug }, who('owner'));
    const wrong = [
      ...reservedSlugs.slice(0, 5),
      'ab',
      'A-yard',
      'a--b',
      '-ab',
      'ab-',
      'ünder',
      'a/b',
      'a.b',
      'x'.repeat(41),
    ];
    for (const slug of wrong) expect(await choose(slug), slug).toMatchObject({ status: 400 });
    expect(await choose('our-yard')).toMatchObject({ status: 201, json: { slug: 'our-yard' } });
    expect(await choose('our-yard')).toMatchObject({ status: 409, json: { code: 'conflict', bound: 'slug' } });
  });

  it('[SA4] codes give their standing, in any case and with or without hyphens, until they are made anew', async () => {
    const { slug, codes, id } = await create({ door: 'members' });
    const role = async (code: string) => {
      const line = await enter(slug, { code });
      await line.ask('presence:leave', {});
      return line.welcome.waiting ? 'waits' : line.welcome.me.role;
    };
    const host = await enter(slug, {}, 'host');
    expect(await role(codes.moderator)).toBe('moderator');
    expect(await role(codes.member.toUpperCase().replaceAll('-', ' '))).toBe('participant');
    for (const code of ['x', codes.member.slice(1), `${codes.member}a`, slug]) expect(await role(code)).toBe('waits');
    const { json } = await running.http('POST', `/api/spaces/${id}/codes`, { code: 'moderator' }, who('host'));
    const renewed = Space.parse(json).codes;
    expect(renewed.member).toBe(codes.member);
    expect([await role(codes.moderator), await role(renewed.moderator)]).toEqual(['waits', 'moderator']);
    // The code of another space is none here.
    expect(await role((await create()).codes.moderator)).toBe('waits');
    await host.ask('presence:leave', {});
  });

  it.each(starts)('[SA5] %s may begin a meeting', async (start, expected) => {
    const got: string[] = [];
    for (const as of ['link', 'member', 'moderator', 'host'] as const) {
      const { slug, codes } = await create({ start });
      const code = as === 'member' || as === 'moderator' ? { code: codes[as] } : {};
      const { status, json } = await ask(slug, code, as === 'host' ? 'host' : undefined);
      got.push(status === 201 ? 'yes' : 'closed');
      if (status === 201) continue;
      expect(json).toMatchObject({ code: 'closed', bound: 'notStarted' });
      // Once it has begun, everybody with the link gets in.
      const host = await enter(slug, {}, 'host');
      expect((await ask(slug, code)).status).toBe(201);
      await host.ask('presence:leave', {});
    }
    expect(got).toEqual(expected);
  });

  it('[SA6] a change of settings holds from the next meeting', async () => {
    const { slug, id } = await create({ welcome: 'First' });
    const one = await enter(slug);
    const settings = { ...firstSettings, welcome: 'Second', door: 'ask' };
    await running.http('PATCH', `/api/spaces/${id}`, { settings }, who('host'));
    const two = await enter(slug);
    expect(two.welcome.waiting).toBeUndefined();
    await leaveAll([one, two]);
    const three = await enter(slug);
    expect(three.welcome.waiting).toBeDefined();
    expect((await look(slug)).door).toBe('ask');
  });

  it('[SA8] people who come first at once are in one meeting', async () => {
    const { slug } = await create({ keep: { chat: false, boards: false, slides: false } });
    const lines = await Promise.all(Array.from({ length: 6 }, () => enter(slug)));
    expect(new Set(lines.map(({ room }) => room)).size).toBe(1);
    const entries = await running.store.read(lines[0]?.room ?? '', 0, 1_000);
    expect(entries.find(({ event }) => event === 'joined')?.seq).toBeGreaterThan(
      entries.findLast(({ feature, event }) => feature === 'space' && event === 'opened')?.seq ?? 0,
    );
  });

  it('[SA10] the link of the room works while the meeting goes on, and begins no other', async () => {
    const { slug } = await create({ start: 'hosts' });
    const host = await enter(slug, {}, 'host');
    const link = () => running.http('POST', `/api/rooms/${host.room}/tickets`, { name: 'Ben' });
    expect((await link()).status).toBe(201);
    await leaveAll([host]);
    expect(await link()).toMatchObject({ status: 410, json: { code: 'closed', bound: 'space' } });
  });

  it('[SA12] removing a space ends its meeting and leaves no room, no file and no row of it', async () => {
    const { slug, id } = await create();
    const host = await enter(slug, {}, 'host');
    await bring(running, host, `/api/rooms/${host.room}/files?name=a.txt`, 'for all');
    expect(await readdir(join(running.folder, 'files'))).toContain(host.room);
    const closed = host.closed();
    expect((await running.http('DELETE', `/api/spaces/${id}`, undefined, who('host'))).status).toBe(200);
    await closed;
    expect(host.goodbye).toMatchObject({ reason: 'ended' });
    expect(await readdir(join(running.folder, 'files'))).not.toContain(host.room);
    expect(await running.store.findRoom(host.room)).toBeUndefined();
    expect((await ask(slug)).status).toBe(404);
    expect((await running.http('GET', `/api/spaces/${id}`, undefined, who('host'))).status).toBe(404);
  });

  it('[SA13] a space for accounts admits nobody else', async () => {
    const { slug, codes } = await create({ accounts: true });
    for (const input of [{}, { code: codes.moderator }]) {
      expect(await ask(slug, input)).toMatchObject({ status: 403, json: { bound: 'signIn' } });
    }
    expect((await ask(slug, {}, 'stranger')).status).toBe(201);
  });
});

describe('the ids and addresses of spaces', () => {
  it('tell nothing: unknown, malformed and foreign ones get one answer (X1)', async () => {
    const { id, slug } = await create();
    const at = async (path: string, by?: AccountKind) => {
      const { status, text } = await running.http('GET', `/api/${path}`, undefined, who(by));
      return `${status} ${text}`;
    };
    const unknown = await at('spaces/no-such-space', 'stranger');
    for (const kind of ['stranger', 'admin elsewhere'] as const) expect(await at(`spaces/${id}`, kind)).toBe(unknown);
    // The slug is no id, and the id no slug, also where its random characters have the form of one.
    expect(await at(`spaces/${slug}`, 'stranger')).toBe(unknown);
    expect(await at(`s/${id.toLowerCase().replaceAll(/[^a-z0-9]/g, 'x')}`)).toBe(await at('s/no-such-space'));
    // A caller without an account learns only that one is needed.
    expect(await at(`spaces/${id}`)).toBe(await at('spaces/no-such-space'));
  });

  it('cannot be tried out: a network that asks for too many unknown ones waits (X13)', async () => {
    const { slug } = await create();
    const codes: number[] = [];
    for (let index = 0; index < 80; index += 1) codes.push((await running.http('GET', `/api/s/guess-${index}`)).status);
    expect(codes.slice(0, 50).every((code) => code === 404)).toBe(true);
    expect(codes.slice(-10).every((code) => code === 429)).toBe(true);
    counted(
      'X13',
      codes.filter((code) => code === 429).length,
      `of ${codes.length} guessed addresses of spaces had to wait`,
    );
    // Addresses that exist are not affected.
    expect((await running.http('GET', `/api/s/${slug}`)).status).toBe(200);
  });
});
