import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { enterSpace } from '@plenum/shared/api/space/contract';
import {
  changeWebhook,
  createWebhook,
  type Delivery,
  listDeliveries,
  testWebhook,
} from '@plenum/shared/api/webhook/contract';
import { WebhookBody, webhookData, WebhookEvent } from '@plenum/shared/api/webhook/events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { send } from '../src/hooks/sending.ts';
import { defaultOutward } from '../src/outward/addresses.ts';
import { OutwardError } from '../src/outward/ports.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: WebhookBody;
}

/** A stranger's server, which answers with the statuses it is given, then 204. */
class Receiver {
  readonly #server: Server;
  readonly received: Received[] = [];
  readonly statuses: number[] = [];
  readonly #held: (() => void)[] = [];
  /** Requests under this path get no answer until `release`. */
  holds: string | undefined;
  /** How many requests the sender has given up before an answer. */
  givenUp = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += String(chunk)));
      request.on('end', () => {
        const { url = '', headers } = request;
        receiver.received.push({ path: url, headers, text, body: WebhookBody.parse(JSON.parse(text)) });
        const answer = () => response.writeHead(receiver.statuses.shift() ?? 204).end('ignored');
        if (url !== receiver.holds) return answer();
        receiver.#held.push(answer);
        response.on('close', () => (receiver.givenUp += response.writableEnded ? 0 : 1));
      });
    });
    const receiver = new Receiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://receiver.test:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  get types(): string[] {
    return this.received.map(({ body }) => body.type);
  }

  release(): void {
    this.holds = undefined;
    for (const answer of this.#held.splice(0)) answer();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

let running: Running;
let scene: RecordScene;
let receiver: Receiver;
beforeAll(async () => {
  const outward = { ...defaultOutward, allow: ['receiver.test'], resolve: async () => ['127.0.0.1'] };
  running = await Running.create({}, { options: { outward, webhookPausesMs: [30, 60] } });
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.close());

const all = [...WebhookEvent.options];

/** Waits until a check succeeds. */
function until(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 15_000 });
}

async function ask(method: string, path: string, input?: object): Promise<unknown> {
  const { json, status } = await running.http(
    method,
    `/api/organisations/${scene.organisation}${path}`,
    input,
    scene.cookie('admin'),
  );
  expect([path, status]).toEqual([path, expect.toBeOneOf([200, 201])]);
  return json;
}

/** A webhook at the receiver; the answer has its secret. */
async function hook(events: readonly string[] = all, more: object = {}): Promise<{ id: string; secret: string }> {
  const input = { name: 'x', url: receiver.url, events, ...more };
  return createWebhook.output.parse(await ask('POST', '/webhooks', input));
}

async function deliveriesOf(id: string): Promise<Delivery[]> {
  return listDeliveries.output.parse(await ask('GET', `/webhooks/${id}/deliveries`)).deliveries;
}

/** The host's line in the meeting of a space. */
async function enter(slug: string) {
  const { json } = await running.http('POST', `/api/s/${slug}/tickets`, { name: 'Ana' }, scene.cookie('host'));
  const { ticket, room } = enterSpace.output.parse(json);
  return { room, line: await running.connect({ ticket }) };
}

function requireSigned({ headers, text }: Received, secret: string): void {
  const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(Math.abs(Number(at) * 1_000 - Date.now())).toBeLessThan(60_000);
}

describe('webhooks of an organisation', () => {
  it('hear of a meeting in order, signed, in the form of their schemas', async () => {
    const { id, secret } = await hook();
    const { id: space, slug } = await scene.newSpace();
    const { room, line } = await enter(slug);
    await line.ask('chat:send', { text: 'Hello' });
    await line.ask('presence:leave', {});
    await until(() => expect(receiver.types).toContain('meeting.ended'));
    expect(receiver.types).toEqual([
      'meeting.started',
      'participant.joined',
      'chat.message',
      'participant.left',
      'meeting.ended',
    ]);
    for (const one of receiver.received) {
      requireSigned(one, secret);
      expect(one.body).toMatchObject({ organisation: scene.organisation, meeting: { room, space } });
      expect(webhookData[WebhookEvent.parse(one.body.type)].parse(one.body.data)).toEqual(one.body.data);
      expect(one.headers['webhook-id']).toBe(one.body.id);
    }
    const deliveries = await deliveriesOf(id);
    expect(deliveries.map(({ event, state, status }) => [event, state, status])).toEqual(
      receiver.types.toReversed().map((type) => [type, 'sent', 204]),
    );
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('get only the events and spaces that they name, and nothing of before', async () => {
    const { id: space, slug } = await scene.newSpace();
    const { slug: otherSlug } = await scene.newSpace();
    const before = await enter(slug);
    const { id } = await hook(['meeting.ended', 'participant.left'], { spaces: [space] });
    const elsewhere = await enter(otherSlug);
    await elsewhere.line.ask('presence:leave', {});
    await before.line.ask('presence:leave', {});
    await until(() => expect(receiver.types).toContain('meeting.ended'));
    expect(receiver.received.map(({ body }) => [body.type, body.meeting?.space])).toEqual([
      ['participant.left', space],
      ['meeting.ended', space],
    ]);
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('are tried again under the same id, in order, until the receiver takes them', async () => {
    receiver.statuses.push(500, 302, 503, 204, 404);
    const { id } = await hook(['participant.joined', 'participant.left']);
    const { slug } = await scene.newSpace();
    const { line } = await enter(slug);
    await line.ask('presence:leave', {});
    await until(() => expect(receiver.received).toHaveLength(6));
    const [joined, left] = ['participant.joined', 'participant.left'];
    expect(receiver.types).toEqual([joined, joined, joined, joined, left, left]);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(2);
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('hear of recordings: ready, published, deleted', async () => {
    const { id } = await hook(['recording.ready', 'recording.published', 'recording.deleted']);
    const recording = await scene.newRecording('bin');
    // Any change of a webhook lets the queue look; it also looks by itself, every few seconds.
    await ask('PATCH', `/webhooks/${id}`, { name: 'y' });
    await until(() => expect(receiver.received).toHaveLength(3));
    expect(receiver.types).toEqual(['recording.ready', 'recording.published', 'recording.deleted']);
    expect(receiver.received[0]?.body.data).toMatchObject({ recording: { id: recording, duration: 1_000 } });
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('send a test, and an old delivery again under its id', async () => {
    const { id, secret } = await hook();
    const test = testWebhook.output.parse(await ask('POST', `/webhooks/${id}/test`, {}));
    await until(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.body).toEqual({
      ...test,
      type: 'test',
      at: expect.any(Number),
      organisation: scene.organisation,
      data: {},
    });
    await until(async () => expect((await deliveriesOf(id))[0]?.state).toBe('sent'));
    await ask('POST', `/webhooks/${id}/deliveries/${test.id}/again`, {});
    await until(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received[1]?.body.id).toBe(test.id);
    for (const one of receiver.received) requireSigned(one, secret);
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('sign with the new secret once it is renewed, and show none but then', async () => {
    const { id, secret } = await hook();
    const changed = changeWebhook.output.parse(await ask('PATCH', `/webhooks/${id}`, { renewSecret: true }));
    expect(changed.secret).toMatch(/^whsec_/);
    expect(changed.secret).not.toBe(secret);
    expect(JSON.stringify(await ask('GET', '/webhooks'))).not.toContain('whsec_');
    await ask('POST', `/webhooks/${id}/test`, {});
    await until(() => expect(receiver.received).toHaveLength(1));
    const [one] = receiver.received;
    if (one) requireSigned(one, changed.secret ?? '');
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('are off when the receiver is gone, say why, and drop what waits', async () => {
    receiver.statuses.push(410);
    const { id } = await hook();
    await ask('POST', `/webhooks/${id}/test`, {});
    await until(async () => {
      expect(await ask('GET', '/webhooks')).toEqual({
        webhooks: [expect.objectContaining({ id, on: false, reason: 'gone' })],
      });
    });
    const { status } = await running.http(
      'POST',
      `/api/organisations/${scene.organisation}/webhooks/${id}/test`,
      {},
      scene.cookie('admin'),
    );
    expect(status).toBe(409);
    await ask('PATCH', `/webhooks/${id}`, { on: true });
    await ask('POST', `/webhooks/${id}/test`, {});
    await until(() => expect(receiver.received).toHaveLength(2));
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('of one organisation are sent eight at once, and those of another one go on', async () => {
    receiver.holds = '/hook';
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push((await hook()).id);
    for (const id of ids) await ask('POST', `/webhooks/${id}/test`, {});
    await until(() => expect(receiver.received).toHaveLength(8));
    const path = `/api/organisations/${scene.elsewhere}/webhooks`;
    const input = { name: 'x', url: receiver.url.replace('/hook', '/other'), events: all };
    const { json } = await running.http('POST', path, input, scene.cookie('admin elsewhere'));
    const { id: other } = createWebhook.output.parse(json);
    await running.http('POST', `${path}/${other}/test`, {}, scene.cookie('admin elsewhere'));
    await until(() => expect(receiver.received.map(({ path: at }) => at)).toContain('/other'));
    expect(receiver.received).toHaveLength(9);
    receiver.release();
    await until(() => expect(receiver.received).toHaveLength(11));
    await running.http('DELETE', `${path}/${other}`, undefined, scene.cookie('admin elsewhere'));
    for (const id of ids) await ask('DELETE', `/webhooks/${id}`);
  });

  it('of four organisations with eight silent receivers each leave a place for another one', async () => {
    receiver.holds = '/hook';
    const made: { readonly id: string; readonly path: string }[] = [];
    const add = async (organisation: string, url: string) => {
      const path = `/api/organisations/${organisation}/webhooks`;
      const { json } = await running.http(
        'POST',
        path,
        { name: 'x', url, events: all },
        scene.cookie('admin elsewhere'),
      );
      const { id } = createWebhook.output.parse(json);
      made.push({ id, path: `${path}/${id}` });
    };
    for (let n = 0; n < 4; n += 1) {
      const organisation = await scene.group('admin elsewhere');
      for (let hooks = 0; hooks < 8; hooks += 1) await add(organisation, receiver.url);
    }
    await add(await scene.group('admin elsewhere'), receiver.url.replace('/hook', '/other'));
    // Due at once, those of the other organisation last.
    const at = Date.now();
    const list = made.map(({ id }, index) => {
      const event = { id: `fair-${id}`, type: 'test', at, organisation: 'x', data: {} };
      return { id: event.id, hook: id, event: 'test', room: 'x', body: JSON.stringify(event), at: at - 100 + index };
    });
    await running.store.ask.deliveries.add({ list });
    const last = made.at(-1)?.path ?? '';
    await running.http('PATCH', last, { name: 'y' }, scene.cookie('admin elsewhere'));
    await until(() => expect(receiver.received.map(({ path }) => path)).toContain('/other'));
    // No receiver was given up before, which would have left a place.
    expect([receiver.received.length, receiver.givenUp]).toEqual([33, 0]);
    receiver.release();
    for (const { path } of made) await running.http('DELETE', path, undefined, scene.cookie('admin elsewhere'));
  });

  it('count no try while this server makes too many requests', async () => {
    const { id } = await hook();
    const { deliveries } = running.store.ask;
    // Due in an hour, so that the server itself does not send it during the test.
    const at = Date.now() + 3_600_000;
    await deliveries.add({ list: [{ id: `busy-${id}`, hook: id, event: 'test', room: 'x', body: '{}', at }] });
    const dueAt = async (now: number) =>
      (await deliveries.due({ now, limit: 100, but: { hooks: [], owners: [] } })).list.find(
        ({ hook: of }) => of.id === id,
      );
    const due = await dueAt(at);
    if (!due) throw new Error('The delivery is missing.');
    const outward = { check: () => undefined, open: () => Promise.reject(new OutwardError('busy', 'Too many.')) };
    const tried = await send(due, { outward, key: 'x', bbbSecrets: async () => [], domain: () => '', now: () => at });
    await deliveries.finish(tried);
    expect(await dueAt(at + 999)).toBeUndefined();
    expect(await dueAt(at + 1_000)).toMatchObject({
      tries: 0,
      delivery: { state: 'waiting', tries: 0, first_at: null },
      hook: { state: 'on', failing_since: null },
    });
    await ask('DELETE', `/webhooks/${id}`);
  });

  it('refuse addresses that this server must not ask, with words', async () => {
    for (const url of [
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://169.254.169.254/',
      'http://user:word@example.org/',
    ]) {
      const input = { name: 'x', url, events: ['meeting.ended'] };
      const path = `/api/organisations/${scene.organisation}/webhooks`;
      const { status, json } = await running.http('POST', path, input, scene.cookie('admin'));
      expect([url, status, json]).toEqual([url, 400, expect.objectContaining({ code: 'invalid' })]);
    }
    const spaces = { name: 'x', url: receiver.url, events: ['meeting.ended'], spaces: ['no-such-space'] };
    const path = `/api/organisations/${scene.organisation}/webhooks`;
    expect((await running.http('POST', path, spaces, scene.cookie('admin'))).status).toBe(400);
  });
});
