import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepPermanent } from '../src/hooks/bbb/BbbHooks.ts';
import { bbbHookRow } from '../src/hooks/bbb/programs.ts';
import { defaultOutward } from '../src/outward/addresses.ts';
import type { ServerOptions } from '../src/serverOptions.ts';
import { Running } from './running.ts';

const secret = 'a-secret-for-webhooks-of-programs-that-is-long';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

interface Received {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly authorization: string | undefined;
}

let running: Running;
let receiver: Server;
/** What servers of this file have in common. */
let scene: Pick<ServerOptions, 'outward' | 'bbb'>;
let received: Received[] = [];
let statuses: number[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      received.push({ method, url, body, authorization: headers.authorization });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const outward = { ...defaultOutward, allow: ['receiver.test'], resolve: async () => ['127.0.0.1'] };
  const bbb = { secret, checksums: ['sha1', 'sha256'] as const };
  scene = { outward, bbb };
  running = await Running.create({ office: undefined }, { options: { outward, bbb, webhookPausesMs: [30] } });
});
afterAll(async () => {
  receiver.close();
  receiver.closeAllConnections();
  await running.close();
});
beforeEach(() => {
  received = [];
  statuses = [];
});

const addressOf = (path: string) => `http://receiver.test:${(receiver.address() as AddressInfo).port}${path}`;

async function ask(
  call: string,
  parameters: Readonly<Record<string, string>> = {},
  { origin } = running,
): Promise<string> {
  const query = new URLSearchParams(parameters).toString();
  const checksum = sha1(`${call}${query}${secret}`);
  const sign = query === '' ? '' : '&';
  const response = await fetch(`${origin}/bigbluebutton/api/${call}?${query}${sign}checksum=${checksum}`);
  return response.text();
}

/** Makes a hook, and returns its id. */
async function hook(path: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await ask('hooks/create', { callbackURL: addressOf(path), ...more });
  return /<hookID>(\d+)<\/hookID>/.exec(answer)?.[1] ?? answer;
}

/** A meeting as `create` makes it, with a host's line. */
async function meeting(id: string, parameters: Readonly<Record<string, string>> = {}) {
  const { id: room, hostKey } = await running.createRoom();
  const at = Date.now();
  const row = {
    owner: '',
    internal_id: `${sha1(id)}-${at}`,
    meeting_id: id,
    room,
    name: 'Yard',
    attendee_pw: 'ap',
    moderator_pw: 'mp',
    voice_bridge: String(at % 100_000),
    parent: null,
    parameters: JSON.stringify({ name: 'Yard', meetingID: id, ...parameters }),
    created_at: at,
    started_at: null,
    ended_at: null,
    people: 0,
  };
  await running.store.ask.bbbMeetings.create({ row, most: 10 });
  return { room, internal: row.internal_id, enter: () => running.enter(room, 'Ana', hostKey) };
}

function eventsIn({ url, body }: Received): { id: string; attributes: Record<string, unknown> }[] {
  const form = new URLSearchParams(body);
  expect([...form.keys()]).toEqual(['domain', 'event', 'timestamp']);
  const [, path, checksum] = /^(.*)[?&]checksum=([0-9a-f]{40})$/.exec(url) ?? [];
  expect(checksum).toBe(sha1(`${addressOf(path ?? '')}${body}${secret}`));
  return JSON.parse(form.get('event') ?? '').map(({ data }: { data: unknown }) => data);
}

const namesOf = (path: string) =>
  received.filter(({ url }) => url.startsWith(path)).flatMap((one) => eventsIn(one).map(({ id }) => id));

describe('BigBlueButton’s webhooks', () => {
  it('are made, listed and removed with its answers', async () => {
    const url = addressOf('/golden');
    const [made, again] = [
      await ask('hooks/create', { callbackURL: url }),
      await ask('hooks/create', { callbackURL: url }),
    ];
    const id = /<hookID>(\d+)/.exec(made)?.[1] ?? '';
    const kind = '<permanentHook>false</permanentHook><rawData>false</rawData>';
    const answer = (nodes: string) =>
      expect.stringMatching(new RegExp(`<response>${nodes.replaceAll(/[?[\]!]/g, '\\$&')}</response>$`));
    expect(made).toEqual(answer(`<returncode>SUCCESS</returncode><hookID>${id}</hookID>${kind}`));
    const warning =
      '<messageKey>duplicateWarning</messageKey><message>There is already a hook for this callback URL.</message>';
    expect(again).toEqual(answer(`<returncode>SUCCESS</returncode><hookID>${id}</hookID>${warning}`));
    const other = await hook('/golden2', { meetingID: 'm1', eventID: 'user-joined,user-left', getRaw: 'true' });
    const one = `<hook><hookID>${id}</hookID><callbackURL><![CDATA[${url}]]></callbackURL>${kind}</hook>`;
    const two =
      `<hook><hookID>${other}</hookID><callbackURL><![CDATA[${url}2]]></callbackURL><meetingID><![CDATA[m1]]></meetingID>` +
      '<eventID>user-joined,user-left</eventID><permanentHook>false</permanentHook><rawData>true</rawData></hook>';
    expect(await ask('hooks/list')).toEqual(answer(`<returncode>SUCCESS</returncode><hooks>${one}${two}</hooks>`));
    expect(await ask('hooks/list', { meetingID: 'm2' })).toEqual(
      answer(`<returncode>SUCCESS</returncode><hooks>${one}</hooks>`),
    );
    for (const gone of [id, other]) {
      expect(await ask('hooks/destroy', { hookID: gone })).toEqual(
        answer('<returncode>SUCCESS</returncode><removed>true</removed>'),
      );
    }
    const failed = (key: string, words: string) =>
      answer(`<returncode>FAILED</returncode><messageKey>${key}</messageKey><message>${words}</message>`);
    expect(await ask('hooks/destroy', { hookID: id })).toEqual(
      failed('destroyMissingHook', 'The hook informed was not found.'),
    );
    expect(await ask('hooks/destroy')).toEqual(
      failed('missingParamHookID', 'You must specify a hookID in the parameters.'),
    );
    expect(await ask('hooks/create')).toEqual(
      failed('missingParamCallbackURL', 'You must specify a callbackURL in the parameters.'),
    );
    const words = 'An error happened while creating your hook. Check the logs.';
    expect(await ask('hooks/create', { callbackURL: 'http://127.0.0.1/' })).toEqual(failed('createHookError', words));
    expect(await ask('hooks/list')).toEqual(answer('<returncode>SUCCESS</returncode><hooks/>'));
  });

  it('tell a meeting in its words, in order, signed, without private messages', async () => {
    const all = await hook('/all?key=1');
    const some = await hook('/some', { meetingID: 'lesson', eventID: 'user-left' });
    const other = await hook('/other', { meetingID: 'another' });
    const { enter, internal, room } = await meeting('lesson', { 'meta_bbb-Origin': 'Moodle', record: 'true' });
    const line = await enter();
    await line.ask('chat:send', { text: 'Hello' });
    await line.ask('chat:sendStaff', { text: 'secret' });
    await line.ask('presence:leave', {});
    await running.store.ask.bbbMeetings.end({ room, at: Date.now() });
    await vi.waitFor(() => expect(namesOf('/all')).toContain('meeting-ended'), { timeout: 15_000 });
    const names = ['user-joined', 'chat-group-message-sent', 'user-left'];
    expect(namesOf('/all').filter((name) => !name.startsWith('meeting'))).toEqual(names);
    expect(namesOf('/all').at(-1)).toBe('meeting-ended');
    expect(namesOf('/all')).toContain('meeting-created');
    expect(namesOf('/some')).toEqual(['user-left']);
    expect(namesOf('/other')).toEqual([]);
    expect(JSON.stringify(received)).not.toContain('secret');
    const events = received.filter(({ url }) => url.startsWith('/all')).flatMap(eventsIn);
    const ids = { 'internal-meeting-id': internal, 'external-meeting-id': 'lesson' };
    for (const { attributes } of events) expect(attributes['meeting']).toMatchObject(ids);
    const created = events.find(({ id }) => id === 'meeting-created');
    expect(created?.attributes['meeting']).toMatchObject({
      name: 'Yard',
      record: true,
      metadata: { 'bbb-origin': 'Moodle' },
    });
    const joined = events.find(({ id }) => id === 'user-joined');
    expect(joined?.attributes['user']).toMatchObject({ name: 'Ana', role: 'MODERATOR', presenter: false });
    for (const id of [all, some, other]) await ask('hooks/destroy', { hookID: id });
  });

  it('are tried again after a failure, and removed when the receiver is gone', async () => {
    statuses = [500, 401, 410];
    await hook('/gone', { eventID: 'user-joined,user-left,chat-group-message-sent' });
    const { enter } = await meeting('failing');
    const line = await enter();
    await line.ask('chat:send', { text: 'Hello' });
    await line.ask('presence:leave', {});
    await vi.waitFor(async () => expect(await ask('hooks/list')).toContain('<hooks/>'), { timeout: 15_000 });
    expect(namesOf('/gone')).toEqual(['user-joined', 'user-joined', 'chat-group-message-sent']);
  });

  it('say to anybody that they are served', async () => {
    const answer = await fetch(`${running.origin}/bigbluebutton/api/hooks/ping`);
    expect([answer.status, await answer.text()]).toEqual([200, 'bbb-webhooks API up!']);
  });

  it('are permanent once for nodes that start at once, beside a hook that a program made for the same address', async () => {
    const server = await Running.create({ office: undefined });
    try {
      const { store } = server;
      const url = addressOf('/shared');
      const own = bbbHookRow({ owner: '', id: 'own', kind: 'bbb', url, at: 1 });
      await store.ask.deliveries.createBbbHook({ owner: '', row: own });
      // What each of two nodes makes, before it sees what the other one made.
      const made: { id: string }[][] = [];
      const keep = async ({ rows }: { rows: { id: string }[] }) => void made.push(rows);
      const blind = { ask: { deliveries: { keepPermanent: keep } } } as unknown as typeof store;
      for (const at of [2, 3]) await keepPermanent({ store: blind, now: () => at }, { urls: [url], secret });
      expect(made[1]?.map(({ id }) => id)).toEqual(made[0]?.map(({ id }) => id));
      for (const at of [2, 3]) await keepPermanent({ store, now: () => at }, { urls: [url], secret });
      const hooks = await store.ask.deliveries.bbbHooks({ owner: '' });
      expect(hooks.map(({ id, permanent }) => [id, permanent])).toEqual([
        ['own', 0],
        [made[0]?.[0]?.id, 1],
      ]);
    } finally {
      await server.close();
    }
  });

  it('are permanent where the operator names them: nobody removes them, and they are tried for ever', async () => {
    const urls = [addressOf('/always'), addressOf('/always?too=1')];
    const start = async (hooks: readonly string[], before?: Running) => {
      const bbb = { secret, checksums: ['sha1'] as const, hooks };
      const options = { ...scene, bbb, webhookPausesMs: [30] };
      await before?.stop();
      await before?.engine.close();
      return before
        ? Running.on(before.folder, { office: undefined }, { options })
        : Running.create({ office: undefined }, { options });
    };
    let server = await start(urls);
    const listed = async () =>
      [
        ...(await ask('hooks/list', {}, server)).matchAll(/<hookID>(\d+)<\/hookID><callbackURL><!\[CDATA\[(.*?)\]\]>/g),
      ].map(([, id, url]) => [id, url]);
    const before = await listed();
    expect(before.map(([, url]) => url)).toEqual(urls);
    expect(await ask('hooks/list', {}, server)).toContain('<permanentHook>true</permanentHook>');
    expect(await ask('hooks/create', { callbackURL: urls[0] ?? '' }, server)).toContain('duplicateWarning');
    expect(await ask('hooks/destroy', { hookID: before[0]?.[0] ?? '' }, server)).toContain('destroyMissingHook');
    // More failures than an ordinary hook outlives, and an answer that removes one.
    statuses = [410, ...Array.from({ length: 15 }, () => 500)];
    await ask('create', { name: 'Permanent', meetingID: 'permanent' }, server);
    await vi.waitFor(() => expect(statuses).toEqual([]), { timeout: 15_000 });
    await vi.waitFor(
      () => expect(received.slice(-2).map(({ body }) => body.includes('meeting-created'))).toEqual([true, true]),
      { timeout: 15_000 },
    );
    expect(await listed()).toEqual(before);
    server = await start(urls.slice(1), server);
    expect(await listed()).toEqual(before.slice(1));
    server = await start([], server);
    expect(await listed()).toEqual([]);
    await server.close();
  });

  it('are joined by the learning data of a meeting, with a token: who came, for how long, and no vote', async () => {
    const analytics = addressOf('/analytics');
    const { room, internal, enter } = await meeting('learnt', {
      'meta_analytics-callback-url': analytics,
      'meta_bbb-origin': 'Moodle',
    });
    const line = await enter();
    await line.ask('chat:send', { text: 'Hello' });
    await line.ask('chat:sendStaff', { text: 'secret' });
    const choice = { kind: 'custom', options: ['Yes', 'No'] };
    const opened = await line.ask('poll:open', { setup: { question: 'Roof?', choice, secret: false } });
    if (!opened.ok) throw new Error(opened.message);
    expect(await line.ask('poll:vote', { poll: Object(opened.value).id, answer: { picks: [1] } })).toMatchObject({
      ok: true,
    });
    await line.ask('presence:leave', {});
    const endedAt = Date.now();
    await running.store.ask.bbbMeetings.end({ room, at: endedAt });
    await vi.waitFor(() => expect(received.map(({ url }) => url)).toContain('/analytics'), { timeout: 15_000 });
    const one = received.find(({ url }) => url === '/analytics');
    const [head = '', claims = '', signature] = (one?.authorization ?? '').replace('Bearer ', '').split('.');
    expect(signature).toBe(createHmac('sha512', secret).update(`${head}.${claims}`).digest('base64url'));
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS512', typ: 'JWT' });
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(Math.abs(exp - Date.now() / 1_000 - 24 * 3_600)).toBeLessThan(60);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    expect(JSON.parse(one?.body ?? '')).toEqual({
      version: '1.0',
      meeting_id: 'learnt',
      internal_meeting_id: internal,
      data: {
        metadata: { analytics_callback_url: analytics, bbb_origin: 'Moodle', meeting_name: 'Yard', is_breakout: false },
        duration: expect.any(Number),
        start: time,
        finish: new Date(endedAt).toISOString(),
        attendees: [
          {
            ext_user_id: expect.any(String),
            name: 'Ana',
            moderator: true,
            joins: [time],
            leaves: [time],
            duration: expect.any(Number),
            recent_talking_time: '',
            engagement: { chats: 1, talks: 0, raisehand: 0, emojis: 0, poll_votes: 0, talk_time: 0 },
          },
        ],
        files: [],
        polls: [
          {
            id: Object(opened.value).id,
            type: 'CUSTOM',
            question: 'Roof?',
            options: ['Yes', 'No'],
            start: time,
            published: false,
            votes: {},
          },
        ],
      },
    });
    expect(one?.body).not.toContain('secret');
  });

  it('are joined by the callbacks of the meeting: its end, and its recording with a signed token', async () => {
    const { room, internal } = await meeting('called', {
      meetingEndedURL: addressOf('/ended?a=1'),
      meta_endCallbackUrl: addressOf('/end?b=2'),
      'meta_bbb-recording-ready-url': addressOf('/ready'),
    });
    await running.store.ask.bbbMeetings.end({ room, at: Date.now() });
    const keys = { key: 'k', managerKey: 'm', code: '1' };
    const recording = { id: 'rec-of-called', room, home: room, title: 'x', chat: 'kept', at: 1, ...keys } as const;
    await running.store.ask.recordings.begin(recording);
    await running.store.ask.recordings.measure({ id: recording.id, bytes: 1, duration: 1_000, isDone: true });
    await vi.waitFor(() => expect(received.map(({ url }) => url)).toContain('/ready'), { timeout: 15_000 });
    await vi.waitFor(() => expect(received).toHaveLength(3), { timeout: 15_000 });
    const gets = received.filter(({ method }) => method === 'GET').map(({ url }) => url);
    expect(gets.toSorted()).toEqual([
      expect.stringMatching(/^\/end\?b=2&recordingmarks=(true|false)&meetingID=called$/),
      '/ended?a=1',
    ]);
    const token =
      new URLSearchParams(received.find(({ url }) => url === '/ready')?.body).get('signed_parameters') ?? '';
    const [head = '', claims = '', signature] = token.split('.');
    expect(signature).toBe(createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url'));
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'HS256' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      meeting_id: 'called',
      record_id: internal,
    });
  });
});
