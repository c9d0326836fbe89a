import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot, type Endpoint } from '@plenum/shared/core/endpoint';
import { Failure } from '@plenum/shared/core/errors';
import { counted } from './counted.ts';
import { accountRows, ownAccountRows, recordRows, roomRows, type Row, type Scenes } from './accessRows.ts';
import { createApiScene } from './apiScene.ts';
import { accountKinds, RecordScene } from './recordScene.ts';
import { type RoomLine, Running } from './running.ts';

/** The written matrix. `PLENUM_WRITE_MATRIX=1` writes it again: read what changed. */
const file = fileURLToPath(new URL('../../shared/src/api/ACCESS.md', import.meta.url));

const seatCallers = [
  'nobody',
  'host of another room',
  'removed',
  'waiting',
  'guest',
  'participant',
  'moderator',
  'host',
] as const;
type SeatCaller = (typeof seatCallers)[number];
const keyCallers = ['key with scope', 'key without', 'key elsewhere'] as const;
const askers = ['nobody', 'seat', ...accountKinds, ...keyCallers] as const;
type Asker = (typeof askers)[number];

let running: Running;
let scenes: Scenes;
const lines: Partial<Record<SeatCaller, RoomLine>> = {};
beforeAll(async () => {
  // Behind a proxy, so that each request can come from a new address and meets no limit.
  running = await Running.create({ office: undefined }, { options: { trustProxy: 1 } });
  const room = await createApiScene(running);
  const { host } = room;
  const other = await running.createRoom();
  lines.host = host;
  lines['host of another room'] = await running.enter(other.id, 'Stranger', other.hostKey);
  lines.moderator = await running.enter(room.room, 'Mia', room.moderatorKey);
  lines.participant = await running.enter(room.room, 'Ben');
  lines.removed = await running.enter(room.room, 'Rex');
  await host.ask('moderation:remove', { member: lines.removed.welcome.me.id, ban: false });
  await host.ask('lobby:setPolicy', { policy: 'ask' });
  lines.guest = await running.enter(room.room, 'Gil');
  const admitted = { member: lines.guest.welcome.me.id, as: 'guest', remember: false };
  await host.ask('lobby:admit', admitted);
  lines.waiting = await running.enter(room.room, 'Wim');
  scenes = { room, records: await RecordScene.create(running) };
});
afterAll(() => running.close());

function endpointOf({ name }: Row): Endpoint {
  const found = endpoints.find((one) => one.name === name);
  if (!found) throw new Error(`There is no endpoint ${name}: remove its row.`);
  return found;
}

function bySeat(caller: SeatCaller): Record<string, string> {
  return caller === 'nobody' ? {} : { authorization: `Bearer ${lines[caller]?.welcome.seat ?? ''}` };
}

/** The headers of an asker; `key without` has a key with all scopes but those of the endpoint's kind. */
function byAsker(asker: Asker, { who }: Endpoint): Record<string, string> {
  const { keys } = scenes.records;
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  if (asker === 'nobody') return {};
  if (asker === 'seat') return bySeat('host of another room');
  if (asker === 'key with scope') return bearer(keys.all);
  if (asker === 'key elsewhere') return bearer(keys.elsewhere);
  if (asker !== 'key without') return scenes.records.cookie(asker);
  const isOfOrganisation = who.by === 'account' && who.scope?.startsWith('organisation') === true;
  return bearer(isOfOrganisation ? keys.others : keys.organisation);
}

let asked = 0;
/** `yes`, or the code with which the server refuses. */
async function cell(row: Row, caller: Record<string, string>): Promise<string> {
  const { path, method } = endpointOf(row);
  const { params = {}, input } = (await row.fill?.(scenes)) ?? {};
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
  const body = row.bytes ?? (input && JSON.stringify(input));
  const type = row.bytes === undefined ? 'application/json' : 'application/octet-stream';
  asked += 1;
  const response = await fetch(`${running.origin}${apiRoot}${filled}${row.query ?? ''}`, {
    method,
    headers: {
      origin: running.origin,
      'x-forwarded-for': `10.9.${asked >> 8}.${asked & 255}`,
      ...caller,
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return response.ok ? 'yes' : Failure.parse(JSON.parse(text)).code;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

async function table<C extends string>(
  rows: readonly Row[],
  callers: readonly C[],
  headers: (caller: C, one: Endpoint) => Record<string, string>,
): Promise<readonly string[]> {
  const written = [line(['', 'address', ...callers]), line(['---', '---', ...callers.map(() => '---')])];
  for (const row of rows) {
    const one = endpointOf(row);
    const cells: string[] = [];
    for (const caller of callers) cells.push(await cell(row, headers(caller, one)));
    const about = row.about === undefined ? '' : ` (${row.about})`;
    written.push(line([`\`${one.name}\`${about}`, `${one.method} \`${one.path}\``, ...cells]));
  }
  return written;
}

/** Rows that are asked by callers with a seat too. */
const seatRows = [...roomRows, ...accountRows.filter((row) => endpointOf(row).who.by === 'anyone')];
const all = [...roomRows, ...accountRows, ...recordRows, ...ownAccountRows];

it('every endpoint has a row', () => {
  expect([...new Set(all.map(({ name }) => name))].sort()).toEqual(endpoints.map(({ name }) => name).sort());
});

it('a real server answers every caller as the matrix says', { timeout: 120_000 }, async () => {
  const cells = seatRows.length * seatCallers.length + all.length * askers.length;
  counted('X1, X2', cells, 'cells: every endpoint asked by every kind of caller');
  const matrix = [
    '# Who may ask what over HTTP',
    '',
    `Every endpoint, for each kind of caller: \`yes\`, or the code of the refusal; ${cells} cells.`,
    '`server/test/accessMatrix.test.ts` asks a real server for each cell and keeps this page true.',
    '',
    '## With a seat in a room',
    '',
    '`waiting` is in the lobby, `removed` was sent away.',
    '',
    ...(await table(seatRows, seatCallers, bySeat)),
    '',
    '## With an account or an API key',
    '',
    'Each request is about a record of one organisation. `member`, `host`, `admin` and `owner` are its people, `elsewhere` is',
    'another organisation, `seat` is a member of a room without an account, `key without` has other scopes. What a person asks',
    'about their own account takes a session of the library for signing in, which these askers do not have:',
    '`server/test/accountKeys.test.ts` asks it with one.',
    '',
    ...(await table(all, askers, byAsker)),
    '',
  ].join('\n');
  if (process.env['PLENUM_WRITE_MATRIX'] === '1') writeFileSync(file, matrix);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(matrix);
});

it('an endpoint that needs a seat admits only members of the room with the ability of its contract', async () => {
  for (const row of seatRows) {
    const { who, name } = endpointOf(row);
    for (const caller of seatCallers) {
      const got = await cell(row, bySeat(caller));
      if (who.by === 'anyone') expect(got, `${name} ${caller}`).toBe(row.answer ?? 'yes');
      else if (caller === 'nobody' || caller === 'host of another room')
        expect(got, `${name} ${caller}`).toBe('forbidden');
      else if (caller === 'removed' || caller === 'waiting') expect(got, `${name} ${caller}`).toBe('closed');
      else if (who.by === 'seat' && who.needs !== undefined) {
        const room = await running.server.rooms.require(scenes.room.room);
        const may = room.find(lines[caller]?.welcome.me.id ?? '')?.abilities.includes(who.needs);
        expect(got === 'forbidden', `${name} ${caller}`).toBe(!may);
      }
    }
  }
});

it('an endpoint for accounts admits no request without one, and an endpoint for operators only theirs', async () => {
  for (const row of [...accountRows, ...recordRows, ...ownAccountRows]) {
    const one = endpointOf(row);
    if (one.who.by !== 'account' && one.who.by !== 'operator') continue;
    for (const asker of ['nobody', 'seat', 'key without'] as const) {
      expect(await cell(row, byAsker(asker, one)), `${one.name} ${asker}`).toBe('forbidden');
    }
    if (one.who.by === 'account') continue;
    for (const asker of askers) {
      const got = await cell(row, byAsker(asker, one));
      expect(got, `${one.name} ${asker}`).toBe(asker === 'operator' ? 'yes' : 'forbidden');
    }
  }
});
