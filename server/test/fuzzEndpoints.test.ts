import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { TicketOutput } from '@plenum/shared/api/room/contract';
import type { Schema } from '@plenum/shared/core/contract';
import { apiRoot, type Endpoint, errorsOf, writes } from '@plenum/shared/core/endpoint';
import { Failure } from '@plenum/shared/core/errors';
import { chat } from '@plenum/shared/features/chat/contract';
import { filesOf, slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { accountRows, recordRows } from './accessRows.ts';
import { type ApiScene, createApiScene } from './apiScene.ts';
import { fitting, hostile, spoilt } from './arbitrary.ts';
import { depth } from './long.ts';
import { RecordScene } from './recordScene.ts';
import { type RoomLine, Running } from './running.ts';

/** How many requests each endpoint gets; `npm run fuzz` raises the number. */
const numRuns = Number(process.env['PLENUM_FUZZ_RUNS'] ?? depth(20, 200));
/** How often one person may ask within the limits. */
const requestsPerPerson = 10;

let running: Running;
let scene: ApiScene;
let records: RecordScene;
/** Accounts with every right, so many that none meets the limit of a person. */
const owners = Array.from({ length: 40 }, (_, index) => `owner-${index}`);
let person: { readonly line: RoomLine; asked: number };
beforeAll(async () => {
  // Behind a proxy, so that each request can come from a new address and meets no limit.
  running = await Running.create({ office: undefined }, { options: { trustProxy: 1 } });
  scene = await createApiScene(running);
  person = { line: scene.host, asked: 0 };
  records = await RecordScene.create(running);
  const { organisation } = records;
  const agreed = { spaces: 'unlimited', hostAccounts: 'unlimited' } as const;
  await running.store.ask.organisations.rule({ acting: records.as('operator'), organisation, agreed });
  for (const owner of owners) {
    running.identity.add(owner, { operator: true });
    await records.join(organisation, owner, 'owner');
  }
});
afterAll(() => running.close());

let visits = 0;
/** A new address, for which no limit is met. */
function newAddress(): string {
  visits += 1;
  return `10.${(visits >> 16) & 255}.${(visits >> 8) & 255}.${visits & 255}`;
}

async function enter(): Promise<RoomLine> {
  const input = { name: 'Ana', key: scene.hostKey };
  const path = `/api/rooms/${scene.room}/tickets`;
  const { json } = await running.http('POST', path, input, { 'x-forwarded-for': newAddress() });
  return running.connect({ ticket: TicketOutput.parse(json).ticket });
}

/** A seat of a member with every right; a new one before the person's limit is met. */
async function seat(): Promise<string> {
  if (person.asked >= requestsPerPerson) {
    if (person.line !== scene.host) await person.line.ask('presence:leave', {});
    person = { line: await enter(), asked: 0 };
  }
  person.asked += 1;
  return person.line.welcome.seat;
}

/** Any value as JSON. A value that is too deep for JSON.stringify is written by hand. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  }
}

/** The value as text for an address, short enough for Node's bound on the head of a request. */
function short(value: unknown): string {
  const whole = typeof value === 'string' ? value : jsonOf(value);
  return (whole ?? '').slice(0, 200).toWellFormed();
}

/** // A URL drops a segment of dots. */
const text = hostile.map(short).filter((value) => !/^\.{0,2}$/.test(value));
const latin = fc.string({
  maxLength: 200,
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
});

/** Stands for a value that a correct request has. */
const known = 'the known value';

interface Attempt {
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  readonly type: string;
  /** Undefined: a valid seat. */
  readonly authorization: string | undefined;
}

const seldom = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: other });

function attempts({ params = {}, query, input, body }: Endpoint): fc.Arbitrary<Attempt> {
  const value = (schema: Schema) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(known) },
      {
        weight: 1,
        arbitrary: fitting(schema)
          .map(String)
          .filter((one) => one !== ''),
      },
      { weight: 1, arbitrary: text },
    );
  const fields = query ? fc.oneof(fitting(query), spoilt(query)) : fc.constant({});
  const json = input
    ? fc.oneof(fitting(input), spoilt(input), hostile, fc.constant(known))
    : fc.constant<unknown>(undefined);
  const bytes = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom('%PDF-1.7', 'GIF89a', '\u0089PNG\r\n\u001a\n', ''),
  );
  return fc.record({
    params: fc.record(Object.fromEntries(Object.entries(params).map(([name, schema]) => [name, value(schema)]))),
    query: seldom(fields.map(entriesOf), fc.array(fc.tuple(text, text), { maxLength: 3 })),
    body: body ? bytes : seldom(json.map(jsonOf), fc.option(fc.string(), { nil: undefined })),
    type: seldom(fc.constant(body ? 'application/octet-stream' : 'application/json'), latin),
    authorization: seldom(fc.constant(undefined), latin),
  });
}

/** The variable parts of a correct request. */
async function correct({ name }: Endpoint, owner: string) {
  const { room, child, chatFile, presentation, pdf, picture } = scene;
  const file = { 'contents:file': pdf, 'whiteboard:picture': picture }[name] ?? chatFile;
  const params: Readonly<Record<string, string>> = { room, child, file, presentation, part: 'file' };
  if (name === 'organisation:acceptInvitation') {
    return { params, input: { token: (await records.newInvitation(owner)).token } };
  }
  const row = [...recordRows, ...accountRows].find((one) => one.name === name);
  const filled = await row?.fill?.({ room: scene, records });
  return { params: { ...params, ...filled?.params }, input: filled?.input ?? {} };
}

function entriesOf(value: unknown): [string, string][] {
  const entries = Object.entries(Object(value) as Record<string, unknown>).filter(([, one]) => one !== undefined);
  return entries.map(([name, one]) => [short(name), short(one)]);
}

async function send(endpoint: Endpoint, attempt: Attempt, good: string) {
  const { path, method } = endpoint;
  const { query, type, authorization } = attempt;
  const owner = owners[visits % owners.length] ?? '';
  const { params, input } = await correct(endpoint, owner);
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    const given = attempt.params[name] ?? '';
    return encodeURIComponent(given === known ? (params[name] ?? 'none') : given);
  });
  const body = attempt.body === JSON.stringify(known) ? JSON.stringify(input) : attempt.body;
  const search = query.map((field) => field.map(encodeURIComponent).join('=')).join('&');
  const response = await fetch(`${running.origin}${apiRoot}${filled}${search && `?${search}`}`, {
    method,
    headers: {
      origin: running.origin,
      'x-forwarded-for': newAddress(),
      authorization: authorization ?? `Bearer ${good}`,
      cookie: running.identity.cookieOf(owner),
      'content-type': type,
    },
    ...(method !== 'GET' && body !== undefined && { body: Buffer.from(body) }),
  });
  return { response, text: await response.text() };
}

/** The states that a refused request must not change. */
async function states() {
  const room = await running.server.rooms.require(scene.room);
  const { uploads } = room.committed(chat);
  const { presentations } = room.committed(slides);
  return { uploads, presentations, pictures: room.committed(whiteboard).pictures };
}

/** The newest change of a record by one of the owners. */
async function newestChange(): Promise<string | undefined> {
  const { rows } = await running.store.ask.audit.page({ acting: records.as('operator') });
  return rows.find(({ by_id: by }) => owners.some((owner) => owner === by))?.id;
}

/** The files on the disk that no room has. */
async function strays(): Promise<readonly string[]> {
  const { uploads, pictures, presentations } = await states();
  const waiting = Object.values(uploads).flatMap((files) => files.map(({ id }) => id));
  const known = new Set([...waiting, ...Object.keys(pictures), ...presentations.flatMap(filesOf), scene.chatFile]);
  return (await readdir(join(running.folder, 'files', scene.room))).filter((file) => !known.has(file));
}

/** True for an accepted request; an upload may be refused in a successful answer. */
function isTaken(ok: boolean, answered: string): boolean {
  return ok && !answered.includes('"refused"');
}

describe.each(endpoints.map((one): [string, Endpoint] => [one.name, one]))('%s', (_name, one) => {
  // Preparing a correct request takes several others, for some endpoints.
  it('answers every request as its contract says; a refused one changes nothing', { timeout: 120_000 }, async () => {
    const codes: readonly string[] = errorsOf(one).filter((code) => code !== 'internal');
    await fc.assert(
      fc.asyncProperty(attempts(one), async (attempt) => {
        const good = await seat();
        const before = await states();
        const change = await newestChange();
        const { response, text: answered } = await send(one, attempt, good);
        if (!response.ok) {
          const failure = Failure.parse(JSON.parse(answered));
          expect(codes).toContain(failure.code);
          expect(failure.message).not.toBe('');
        } else if (one.answer === 'lines') {
          for (const line of answered.trim().split('\n')) one.output?.parse(JSON.parse(line));
        } else if (one.output) one.output.parse(JSON.parse(answered));
        if (!writes(one) || !isTaken(response.ok, answered)) {
          expect(await states()).toEqual(before);
          // Preparing requests writes rows too: the older one may have left the page.
          expect([change, undefined]).toContain(await newestChange());
        }
        expect(running.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
      }),
      { numRuns },
    );
    await expect.poll(strays).toEqual([]);
  });
});

/**
 * Valid requests to these may be refused by their handlers: the fuzz has no link of a letter, no password, no session, and no
 * recording with slides, files or people.
 */
const needsMore = ({ name }: Endpoint) =>
  name.startsWith('account:') ||
  name.startsWith('join:') ||
  [
    'recording:content',
    'recording:page',
    'recording:captions',
    'recording:addCaptions',
    'recording:removeCaptions',
    'recording:leaveOut',
    'recording:copy',
    'recording:readCopy',
  ].includes(name);

/** Each request to these is `invalid`, unless its query was made for a registered client: `homes.test.ts` has such ones. */
const needsClient = ['account:lookAtAuthorization', 'account:authorize'];

describe('the fuzz reaches both cases', () => {
  const reached = endpoints.filter(({ name }) => !needsClient.includes(name));
  it.each(reached.map((one): [string, Endpoint] => [one.name, one]))(
    '%s gets valid and invalid requests',
    { timeout: 120_000 },
    async (_name, one) => {
      const answers = new Set<boolean>();
      const batches = needsMore(one) ? 15 : 3;
      for (let seed = 1; seed <= batches && answers.size < 2; seed += 1) {
        for (const attempt of fc.sample(attempts(one), { numRuns: 20, seed })) {
          const { response, text: answered } = await send(one, attempt, await seat());
          answers.add(response.ok || (needsMore(one) && Failure.parse(JSON.parse(answered)).code !== 'invalid'));
          if (answers.size === 2) break;
        }
      }
      expect(answers).toEqual(new Set([true, false]));
    },
  );
});
