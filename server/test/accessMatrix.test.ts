import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot, type Endpoint } from '@plenum/shared/core/endpoint';
import { Failure } from '@plenum/shared/core/errors';
import { type ApiScene, createApiScene } from './apiScene.ts';
import { type RoomLine, Running } from './running.ts';

/** The written matrix. `PLENUM_WRITE_MATRIX=1` writes it again: read what changed. */
const file = fileURLToPath(new URL('../../shared/src/api/ACCESS.md', import.meta.url));

const callers = [
  'nobody',
  'host of another room',
  'removed',
  'waiting',
  'guest',
  'participant',
  'moderator',
  'host',
] as const;
type Caller = (typeof callers)[number];

/** A request that is correct except for its caller. */
interface Row {
  readonly name: string;
  readonly about?: string;
  readonly params?: (scene: ApiScene) => Readonly<Record<string, string>>;
  readonly query?: string;
  readonly input?: object | (() => object);
  /** Bytes that are no known file: an endpoint for files refuses them, but only from a caller who may upload. */
  readonly bytes?: string;
  /** The answer to every caller where it is not `yes`. */
  readonly answer?: string;
}

// No link has this token, and no account this address: the answers are those of people who guess.
const noToken = 'x'.repeat(43);
const newAccount = { token: noToken, name: 'Zoe', password: 'a long password' };

let guesses = 0;
/** Always another account, so that no guess must wait. */
function guess(): object {
  guesses += 1;
  return { email: `zoe${guesses}@example.org`, password: 'wrong' };
}

const inRoom = ({ room }: ApiScene) => ({ room });
const signedBytes = { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' };
const assertion = { id: 'e30', rawId: 'e30', type: 'public-key', response: signedBytes, clientExtensionResults: {} };
const attested = { clientDataJSON: 'e30', attestationObject: 'e30' };
const attestation = { ...assertion, response: attested };
const tried = { password: 'wrong' };
/** What takes a session, which none of these callers has. */
const unsigned = [
  { name: 'account:profile' },
  { name: 'account:update', input: { name: 'Zoe' } },
  { name: 'account:sessions' },
  { name: 'account:endSession', params: () => ({ session: 'none' }) },
  { name: 'account:endOthers' },
  { name: 'account:changePassword', input: { current: 'wrong', next: newAccount.password } },
  { name: 'account:newPasskeyChallenge' },
  { name: 'account:addPasskey', input: { name: 'Key', proof: attestation } },
  { name: 'account:removePasskey', params: () => ({ passkey: 'none' }) },
  { name: 'account:beginSecondFactor', input: tried },
  { name: 'account:endSecondFactor', input: tried },
  { name: 'account:recoveryCodes', input: tried },
  { name: 'account:export' },
  { name: 'account:delete', input: tried },
  { name: 'account:invite', input: { email: 'zoe@example.org' } },
  { name: 'account:requests' },
  { name: 'account:decide', params: () => ({ request: 'none' }), input: { approved: true } },
].map((row): Row => ({ ...row, answer: 'forbidden' }));

const rows: readonly Row[] = [
  { name: 'server:info' },
  { name: 'server:openApi' },
  { name: 'room:create', input: { title: 'x' } },
  { name: 'room:info', params: inRoom },
  { name: 'room:ticket', params: inRoom, input: { name: 'Zoe' } },
  { name: 'contents:read', params: ({ room, child }) => ({ room, child }) },
  { name: 'contents:file', params: ({ room, child, pdf }) => ({ room, child, file: pdf }) },
  { name: 'chat:bringFile', params: inRoom, query: '?name=a.txt', bytes: 'a' },
  { name: 'chat:file', about: 'sent to everybody', params: ({ room, chatFile }) => ({ room, file: chatFile }) },
  { name: 'slides:bring', params: inRoom, query: '?name=a.bin&sizes=2', bytes: 'ab' },
  ...['file', 'original'].map(
    (part): Row => ({
      name: 'slides:part',
      about: part,
      params: ({ room, presentation }) => ({ room, presentation, part }),
    }),
  ),
  { name: 'whiteboard:bringPicture', params: inRoom, bytes: 'a' },
  { name: 'account:ways' },
  { name: 'account:who' },
  { name: 'account:register', input: { email: 'zoe@example.org' } },
  { name: 'account:link', input: { token: noToken, purpose: 'register' }, answer: 'notFound' },
  { name: 'account:confirm', input: newAccount, answer: 'notFound' },
  { name: 'account:firstOperator', input: { ...newAccount, email: 'zoe@example.org' }, answer: 'notFound' },
  { name: 'account:signIn', input: guess, answer: 'forbidden' },
  { name: 'account:signOut' },
  { name: 'account:forgot', input: { email: 'zoe@example.org' } },
  { name: 'account:reset', input: { token: noToken, password: newAccount.password }, answer: 'notFound' },
  { name: 'account:passkeyChallenge' },
  { name: 'account:passkeySignIn', input: { proof: assertion }, answer: 'forbidden' },
  { name: 'account:secondFactor', input: { code: '000000', kind: 'app', trust: false }, answer: 'forbidden' },
  { name: 'account:startProvider', params: () => ({ provider: 'none' }), answer: 'notFound' },
  { name: 'account:finishProvider', params: () => ({ provider: 'none' }), input: { state: 'x' }, answer: 'notFound' },
  ...unsigned,
  { name: 'whiteboard:picture', about: 'on a page', params: ({ room, picture }) => ({ room, file: picture }) },
];

let running: Running;
let scene: ApiScene;
const lines: Partial<Record<Caller, RoomLine>> = {};
beforeAll(async () => {
  running = await Running.create({ office: undefined });
  scene = await createApiScene(running);
  const { room, host, moderatorKey } = scene;
  const other = await running.createRoom();
  lines.host = host;
  lines['host of another room'] = await running.enter(other.id, 'Stranger', other.hostKey);
  lines.moderator = await running.enter(room, 'Mia', moderatorKey);
  lines.participant = await running.enter(room, 'Ben');
  lines.removed = await running.enter(room, 'Rex');
  await host.ask('moderation:remove', { member: lines.removed.welcome.me.id, ban: false });
  await host.ask('lobby:setPolicy', { policy: 'ask' });
  lines.guest = await running.enter(room, 'Gil');
  const admitted = { member: lines.guest.welcome.me.id, as: 'guest', remember: false };
  await host.ask('lobby:admit', admitted);
  lines.waiting = await running.enter(room, 'Wim');
});
afterAll(() => running.close());

function endpointOf({ name }: Row): Endpoint {
  const found = endpoints.find((one) => one.name === name);
  if (!found) throw new Error(`There is no endpoint ${name}: remove its row.`);
  return found;
}

/** `yes`, or the code with which the server refuses. */
async function cell(caller: Caller, row: Row): Promise<string> {
  const { path, method } = endpointOf(row);
  const params = row.params?.(scene) ?? {};
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
  const body = row.bytes ?? (row.input && JSON.stringify(typeof row.input === 'function' ? row.input() : row.input));
  const type = row.bytes === undefined ? 'application/json' : 'application/octet-stream';
  const response = await fetch(`${running.origin}${apiRoot}${filled}${row.query ?? ''}`, {
    method,
    headers: {
      origin: running.origin,
      ...(caller !== 'nobody' && { authorization: `Bearer ${lines[caller]?.welcome.seat ?? ''}` }),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return response.ok ? 'yes' : Failure.parse(JSON.parse(text)).code;
}

async function readMatrix(): Promise<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table: string[] = [];
  for (const row of rows) {
    const cells: string[] = [];
    for (const caller of callers) cells.push(await cell(caller, row));
    const { method, path, name } = endpointOf(row);
    const about = row.about === undefined ? '' : ` (${row.about})`;
    table.push(line([`\`${name}\`${about}`, `${method} \`${path}\``, ...cells]));
  }
  return [
    '# Who may ask what over HTTP',
    '',
    'Every endpoint, for each kind of caller: `yes`, or the code of the refusal. `waiting` is in the lobby, `removed` was sent',
    'away. `server/test/accessMatrix.test.ts` asks a real server for each cell and keeps this page true.',
    '',
    line(['', 'address', ...callers]),
    line(['---', '---', ...callers.map(() => '---')]),
    ...table,
    '',
  ].join('\n');
}

it('every endpoint has a row', () => {
  expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(endpoints.map(({ name }) => name).sort());
});

it('a real server answers every caller as the matrix says', async () => {
  const matrix = await readMatrix();
  if (process.env['PLENUM_WRITE_MATRIX'] === '1') writeFileSync(file, matrix);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(matrix);
});

it('an endpoint that needs a seat admits only members of the room with the ability of its contract', async () => {
  for (const row of rows) {
    const { who, name } = endpointOf(row);
    for (const caller of callers) {
      const got = await cell(caller, row);
      if (who.by === 'anyone') expect(got, `${name} ${caller}`).toBe(row.answer ?? 'yes');
      else if (caller === 'nobody' || caller === 'host of another room')
        expect(got, `${name} ${caller}`).toBe('forbidden');
      else if (caller === 'removed' || caller === 'waiting') expect(got, `${name} ${caller}`).toBe('closed');
      else if (who.needs !== undefined) {
        const room = await running.server.rooms.require(scene.room);
        const may = room.find(lines[caller]?.welcome.me.id ?? '')?.abilities.includes(who.needs);
        expect(got === 'forbidden', `${name} ${caller}`).toBe(!may);
      }
    }
  }
});
