import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { AppError } from '@plenum/shared/core/errors';
import { CreateRoomOutput, TicketOutput } from '@plenum/shared/api/room/contract';
import { ServerInfo } from '@plenum/shared/api/server/contract';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { UploadLine } from '@plenum/shared/features/slides/upload';
import { pdfWith, picture } from './badFiles.ts';
import { type RoomLine, Running } from './running.ts';

let running: Running;
afterEach(() => running.close());

interface Someone {
  readonly room: string;
  readonly line: RoomLine;
  /** The stored identity of the browser. */
  readonly identity: string;
}

/** A new member in a new room, with the browser of `identity` or with a new one. */
async function host(identity?: string): Promise<Someone> {
  const { id, hostKey } = await running.createRoom();
  const body = { name: 'Ana', key: hostKey, ...(identity !== undefined && { identity }) };
  const pass = TicketOutput.parse((await running.http('POST', `/api/rooms/${id}/tickets`, body)).json);
  return { room: id, line: await running.connect({ ticket: pass.ticket }), identity: pass.identity };
}

async function post({ line, room }: Someone, path: string, body: Buffer | ReadableStream<Uint8Array>) {
  const response = await fetch(`${running.origin}/api/rooms/${room}/${path}`, {
    method: 'POST',
    headers: { origin: running.origin, authorization: `Bearer ${line.welcome.seat}` },
    body: body instanceof Buffer ? new Blob([new Uint8Array(body)]) : body,
    duplex: 'half',
  } as RequestInit);
  const text = await response.text();
  const lines = text.trim().split('\n');
  return { status: response.status, json: JSON.parse(lines.at(-1) ?? '') as unknown };
}

const toChat = (who: Someone, bytes: number) => post(who, 'files?name=a.bin', Buffer.alloc(bytes, 'x'));
const toBoard = (who: Someone) => post(who, 'board/pictures', picture('png', 60, 40));
function toSlides(who: Someone) {
  const file = pdfWith({ count: 1 });
  return post(who, `presentations?name=a.pdf&sizes=${file.length}`, file);
}

async function onDisk(): Promise<readonly string[]> {
  const kept = await readdir(join(running.folder, 'files'), { recursive: true });
  return [...kept.filter((path) => path.includes('/')), ...(await readdir(join(running.folder, 'converting')))];
}

const megabyte = 1024 ** 2;

describe('one browser that returns repeatedly as a new member', () => {
  it('cannot open a hundred rooms, and gets the reason', async () => {
    running = await Running.create({}, { options: { roomsPerHour: 200 } });
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => running.http('POST', '/api/rooms', { title: 'x' })),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(60);
    for (const { status, json } of refused) {
      expect([status, json]).toMatchObject([429, { code: 'limited', message: expect.stringContaining('address') }]);
    }
  });

  it('cannot store thousands of tiny files: each takes a directory entry and counts as at least 256 kB', async () => {
    running = await Running.create({}, { options: { dailyBytes: { person: megabyte, address: 100 * megabyte } } });
    const ana = await host();
    const answers: number[] = [];
    for (let n = 0; n < 6; n += 1) answers.push((await toChat(ana, 1)).status);
    expect(answers).toEqual([201, 201, 201, 201, 429, 429]);
  });

  it('cannot open more rooms in an hour than are allowed', async () => {
    running = await Running.create({}, { options: { roomsPerHour: 2 } });
    for (let count = 0; count < 2; count += 1) {
      expect((await running.http('POST', '/api/rooms', { title: 'x' })).status).toBe(201);
    }
    expect(await running.http('POST', '/api/rooms', { title: 'x' })).toMatchObject({
      status: 429,
      json: { code: 'limited', message: '2 rooms were opened from this network in an hour. Try again later.' },
    });
  });

  it('has one upload rate in all rooms', async () => {
    running = await Running.create();
    let who = await host();
    const statuses: number[] = [];
    for (let count = 0; count < 13; count += 1) {
      who = await host(who.identity);
      statuses.push((await toChat(who, 10)).status);
    }
    expect(statuses).toEqual([...Array<number>(12).fill(201), 429]);
    expect((await toChat(await host(), 10)).status).toBe(201);
  });

  it('cannot upload more bytes in a day than one person may', async () => {
    running = await Running.create({}, { options: { dailyBytes: { person: megabyte, address: 100 * megabyte } } });
    const first = await host();
    expect((await toChat(first, 600_000)).status).toBe(201);
    const again = await host(first.identity);
    const refused = await toChat(again, 600_000);
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'limited', message: 'This browser may upload 1 MB a day, and this is more. Try again tomorrow.' },
    });
    expect((await toChat(again, 448_500)).status).toBe(201);
    expect(await toBoard(again)).toMatchObject({ status: 429 });
    expect(await toSlides(again)).toMatchObject({ status: 429 });
    expect((await toChat(await host(), 600_000)).status).toBe(201);
  });

  it('is stopped during an upload of unstated length, and nothing stays', async () => {
    running = await Running.create({}, { options: { dailyBytes: { person: megabyte, address: 100 * megabyte } } });
    const who = await host();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 64) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    // The answer may be lost when the connection closes right after it.
    const status = await post(who, 'files?name=a.bin', body).then(
      (answer) => answer.status,
      () => 429,
    );
    expect(status).toBe(429);
    await expect.poll(onDisk).toEqual([]);
  });
});

describe('one address', () => {
  it('cannot upload more bytes in a day than it may, with any number of people', async () => {
    running = await Running.create({}, { options: { dailyBytes: { person: megabyte, address: 2 * megabyte } } });
    for (let count = 0; count < 2; count += 1) expect((await toChat(await host(), 900_000)).status).toBe(201);
    expect(await toChat(await host(), 900_000)).toMatchObject({
      status: 429,
      json: { message: 'Your network may upload 2 MB a day, and this is more. Try again tomorrow.' },
    });
  });

  it('is a whole IPv6 network, also behind a proxy', async () => {
    running = await Running.create({}, { options: { roomsPerHour: 1, trustProxy: 1 } });
    const from = async (address: string) =>
      (await running.http('POST', '/api/rooms', { title: 'x' }, { 'x-forwarded-for': address })).status;
    expect(await from('2001:db8:1:2::1')).toBe(201);
    expect(await from('2001:db8:1:2:3:4:5:6')).toBe(429);
    expect(await from('2001:db8:1:3::1')).toBe(201);
    expect(await from('192.0.2.1')).toBe(201);
    expect(await from('192.0.2.2')).toBe(201);
    expect(await from('192.0.2.1')).toBe(429);
  });

  it('has a bounded rate of presentations', async () => {
    running = await Running.create();
    const { id } = await running.createRoom();
    const statuses = await Promise.all(
      Array.from({ length: 121 }, async () => (await running.http('POST', `/api/rooms/${id}/presentations`)).status),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([...Array<number>(120).fill(403), 429]);
  });
});

describe('a server whose file quota is used up', () => {
  it('refuses each kind of upload, and takes more once a file is deleted', async () => {
    running = await Running.create({}, { disk: { quotaBytes: 500_000 } });
    const who = await host();
    const { json } = await toChat(who, 500_000);
    const file = ChatFile.parse(json);
    const refusal = { code: 'full', message: expect.stringContaining('no space for more files') };
    for (const upload of [toChat(who, 10), toBoard(who), toSlides(who)]) {
      expect(await upload).toMatchObject({ status: 409, json: refusal });
    }
    expect(await onDisk()).toEqual([`${who.room}/${file.id}`]);
    await who.line.ask('chat:discard', { file: file.id });
    await expect.poll(onDisk).toEqual([]);
    // The quota is freed only after the file is deleted.
    await expect.poll(async () => (await toChat(who, 10)).status).toBe(201);
  });

  it('stores nothing of a presentation that does not fit', async () => {
    running = await Running.create({}, { disk: { quotaBytes: 10 } });
    const who = await host();
    const { json } = await toSlides(who);
    expect(UploadLine.parse(json)).toEqual({ stage: 'refused', reason: 'full' });
    await expect.poll(onDisk).toEqual([]);
  });

  it('is still ready for meetings', async () => {
    running = await Running.create({}, { disk: { quotaBytes: 10 } });
    expect((await toChat(await host(), 10)).status).toBe(201);
    expect((await running.http('GET', '/readyz')).status).toBe(200);
    expect((await running.http('POST', '/api/rooms', { title: 'x' })).status).toBe(201);
  });
});

describe('a disk that is nearly full', () => {
  it('refuses uploads and new rooms with the reason, while existing meetings go on', async () => {
    let free = 2_000;
    running = await Running.create({}, { disk: { freeBytes: 1_000, readFree: async () => free } });
    const who = await host();
    free = 999;
    for (const upload of [toChat(who, 10), toBoard(who), toSlides(who)]) {
      expect(await upload).toMatchObject({ status: 409, json: { code: 'full' } });
    }
    expect(await running.http('POST', '/api/rooms', { title: 'x' })).toMatchObject({
      status: 409,
      json: { code: 'full', message: expect.stringContaining('no space for more meetings') },
    });
    expect(await running.http('GET', '/readyz')).toMatchObject({ status: 503, json: { ok: false, missing: 'disk' } });
    expect(await who.line.ask('chat:send', { text: 'still here' })).toMatchObject({ ok: true });
    await running.enter(who.room, 'Ben');
    free = 1_000;
    expect((await running.http('GET', '/readyz')).status).toBe(200);
    expect((await toChat(who, 10)).status).toBe(201);
    expect((await running.http('POST', '/api/rooms', { title: 'x' })).status).toBe(201);
  });
});

describe('a disk that is full but for a last reserve', () => {
  it('lets nobody write or come in but who ends the meeting, in words, until there is space again', async () => {
    let free = 2_000;
    running = await Running.create({}, { disk: { freeBytes: 1_000, readFree: async () => free } });
    const { id, hostKey } = await running.createRoom();
    const ana = await running.enter(id, 'Ana', hostKey);
    const ticket = (body: object) => running.http('POST', `/api/rooms/${id}/tickets`, body);
    free = 249;
    const say = () => ana.ask('chat:send', { text: 'still here' });
    await expect.poll(say, { interval: 1_000, timeout: 25_000 }).toMatchObject({
      code: 'full',
      message: expect.stringContaining('disk of this server is full'),
    });
    expect(await ticket({ name: 'Ben' })).toMatchObject({
      status: 409,
      json: { code: 'full', message: expect.stringContaining('disk of this server is full') },
    });
    expect((await ticket({ name: 'Cleo', key: hostKey })).status).toBe(201);
    expect(await running.http('GET', '/readyz')).toMatchObject({ status: 503, json: { missing: 'disk' } });
    free = 1_000;
    await expect.poll(say, { interval: 1_000, timeout: 25_000 }).toMatchObject({ ok: true });
    free = 249;
    await expect.poll(say, { interval: 1_000, timeout: 25_000 }).toMatchObject({ code: 'full' });
    expect(await ana.ask('moderation:end', {})).toMatchObject({ ok: true });
  });
});

describe('a database that takes small writes only', () => {
  it('makes the server unready although its probe is answered', async () => {
    running = await Running.create();
    await running.stop();
    running.wrap = (port, part) => (port === 'store' ? takingSmall(part) : part);
    await running.start();
    const who = await host();
    expect((await running.http('GET', '/readyz')).status).toBe(200);
    expect(await who.line.ask('chat:send', { text: 'x'.repeat(4_000) })).toMatchObject({ code: 'unavailable' });
    expect(await running.http('GET', '/readyz')).toMatchObject({
      status: 503,
      json: { missing: 'storage', reason: expect.stringContaining('failed within the last minute') },
    });
  });
});

/** A store that refuses an append of more than some kilobytes, as a disk does that is nearly full. */
function takingSmall<T extends object>(store: T): T {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]) =>
        name === 'append' && JSON.stringify(args).length > 3_000
          ? Promise.reject(new AppError('unavailable', 'The disk is full.'))
          : Reflect.apply(value, target, args);
    },
  });
}

describe('many uploads at once', () => {
  it('are stopped when together they exceed the space that each was admitted with', async () => {
    let looks = Number.POSITIVE_INFINITY;
    const readFree = async () => (looks-- > 0 ? 2_000 : 0);
    running = await Running.create({}, { disk: { freeBytes: 1_000, readFree } });
    const who = await host();
    looks = 1;
    const large = Buffer.alloc(9 * megabyte);
    const { json } = await post(who, `presentations?name=a.pdf&sizes=${large.length}`, large);
    expect(UploadLine.parse(json)).toEqual({ stage: 'refused', reason: 'full' });
    await expect.poll(onDisk).toEqual([]);
  });
});

describe('who may open rooms', () => {
  const open = (more: object = {}) => running.http('POST', '/api/rooms', { title: 'x', ...more });
  const policy = async () => z.parse(ServerInfo, (await running.http('GET', '/api/server')).json).createRooms;

  it('is everyone by default', async () => {
    running = await Running.create();
    expect(await policy()).toBe('everyone');
    expect(CreateRoomOutput.safeParse((await open()).json).success).toBe(true);
  });

  it('can be people with a key of the server', async () => {
    const keys = ['a key of one co-op', 'a key of another'];
    running = await Running.create({}, { options: { createRooms: { who: 'key', keys } } });
    expect(await policy()).toBe('key');
    for (const key of keys) expect((await open({ key })).status).toBe(201);
    for (const more of [{}, { key: 'a key of nobody' }, { key: `${keys[0]} ` }]) {
      expect(await open(more)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    }
    expect((await open({ key: '' })).status).toBe(400);
  });

  it('can be nobody', async () => {
    running = await Running.create({}, { options: { createRooms: { who: 'nobody' } } });
    expect(await policy()).toBe('nobody');
    expect(await open({ key: 'any key at all' })).toMatchObject({ status: 403, json: { code: 'forbidden' } });
  });
});
