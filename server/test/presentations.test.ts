import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limits } from '@plenum/shared/core/limits';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import { type Presentation, slides } from '@plenum/shared/features/slides/contract';
import { UploadLine } from '@plenum/shared/features/slides/upload';
import { badFiles, pdfWith, picture } from './badFiles.ts';
import { type RoomLine, Running } from './running.ts';
import { findShield } from '../src/conversion/shielded.ts';

// Conversions run at a low priority, so they may take long on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let running: Running;
beforeAll(async () => {
  running = await Running.create({ office: undefined });
});
afterAll(() => running.close());

async function meeting() {
  const room = await running.createRoom();
  const host = await running.enter(room.id, 'Ana', room.hostKey);
  return { room: room.id, host, ben: await running.enter(room.id, 'Ben') };
}

interface Sent {
  readonly name?: string;
  readonly sizes?: string;
  readonly seat?: string | undefined;
  readonly headers?: Record<string, string>;
}

/** Uploads files, and returns the status and every line of the answer. */
async function upload(room: string, files: readonly Buffer[], { name = 'Budget.pdf', sizes, seat, headers }: Sent) {
  const query = new URLSearchParams({ name, sizes: sizes ?? files.map(({ length }) => length).join(',') });
  const response = await fetch(`${running.origin}/api/rooms/${room}/presentations?${query.toString()}`, {
    method: 'POST',
    headers: {
      origin: running.origin,
      ...(seat === undefined ? {} : { authorization: `Bearer ${seat}` }),
      ...headers,
    },
    body: new Blob(files.map((bytes) => new Uint8Array(bytes))),
  });
  const text = await response.text();
  const isLines = response.headers.get('content-type')?.includes('ndjson');
  const lines = isLines
    ? text
        .trim()
        .split('\n')
        .map((line) => UploadLine.parse(JSON.parse(line)))
    : [];
  return {
    status: response.status,
    lines,
    last: lines.at(-1),
    json: isLines ? undefined : (JSON.parse(text) as unknown),
  };
}

async function presentationsOf(room: string): Promise<readonly Presentation[]> {
  return (await running.server.rooms.require(room)).committed(slides).presentations;
}

async function get(room: string, path: string, line: RoomLine | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.origin}/api/rooms/${room}/presentations/${path}`, {
    headers: { ...(line && { authorization: `Bearer ${line.welcome.seat}` }), ...headers },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Every file on disk: those of rooms, and those of running conversions. */
async function onDisk(): Promise<readonly string[]> {
  const kept = await readdir(join(running.folder, 'files'), { recursive: true });
  return [...kept.filter((path) => path.includes('/')), ...(await readdir(join(running.folder, 'converting')))];
}

describe('an upload', () => {
  it('[SL1] of a PDF reports each page while it is converted, and is there for all members at the end', async () => {
    const { room, host, ben } = await meeting();
    const { last, lines } = await upload(room, [pdfWith({ count: 3 })], { seat: host.welcome.seat });
    expect(lines).toEqual([
      { stage: 'waiting' },
      ...[1, 2, 3].map((page) => ({ stage: 'converting', page, of: 3 })),
      { stage: 'done', presentation: expect.any(String) },
    ]);
    const [made] = await presentationsOf(room);
    expect(made).toMatchObject({ name: 'Budget', kind: 'pdf', by: host.welcome.me.id });
    expect(made?.pages).toHaveLength(3);
    expect(made?.pages[1]).toEqual({ id: `${made?.id}.2`, width: 1920, height: 1080 });
    expect(last).toEqual({ stage: 'done', presentation: made?.id });
    await expect
      .poll(() => ben.heard.map(({ name }) => name).filter((name) => name.startsWith('slides:')))
      .toEqual(['slides:added', 'slides:turned']);
  });

  it('[SL1] of several pictures is one presentation with a page for each, drawn anew', async () => {
    const { room, host } = await meeting();
    const pictures = [picture('png'), picture('jpeg', 100, 200), picture('webp'), picture('avif')];
    const polyglot = Buffer.concat([pictures[0] ?? Buffer.alloc(0), Buffer.from('<script>alert(1)</script>')]);
    const { last } = await upload(room, [polyglot, ...pictures.slice(1)], { name: 'a.png', seat: host.welcome.seat });
    expect(last?.stage).toBe('done');
    const [made] = await presentationsOf(room);
    expect(made?.pages.map(({ width, height }) => [width, height])).toEqual([
      [1920, 1080],
      [1920, 3840],
      [1920, 1080],
      [1920, 1080],
    ]);
    const types = ['image/png', 'image/jpeg', 'image/webp', 'image/webp'];
    for (const [index, type] of types.entries()) {
      const page = await get(room, `${made?.id}/${index + 1}`, host);
      expect(page.headers.get('content-type')).toBe(type);
      expect(page.bytes.includes('<script>')).toBe(false);
    }
  });

  it.each([
    ['../../etc/passwd.pdf', 'passwd'],
    ['C:\\Users\\ana\\Plan für 2027.pdf', 'Plan für 2027'],
    ['<img src=x onerror=alert(1)>.pdf', 'img src=x onerror=alert(1)'],
    ['\u202efdp.exe', 'fdp'],
    ['.pdf', '.pdf'],
    ['\u0000\u0001', '…'],
    [`${'ü'.repeat(250)}.pdf`, 'ü'.repeat(limits.titleLength)],
  ])('called %j has a title that people can read', async (name, title) => {
    const { room, host } = await meeting();
    await upload(room, [pdfWith({ count: 1 })], { name, seat: host.welcome.seat });
    expect((await presentationsOf(room))[0]?.name).toBe(title);
  });

  it('[SL10] is accepted from members of this room with the right, and from our own pages', async () => {
    const { room, host, ben } = await meeting();
    const other = await meeting();
    const file = [pdfWith({ count: 1 })];
    const statusOf = async (sent: Sent) => (await upload(room, file, sent)).status;
    expect(await statusOf({})).toBe(403);
    expect(await statusOf({ seat: 'x.y.z' })).toBe(403);
    expect(await statusOf({ seat: ben.welcome.seat })).toBe(403);
    expect(await statusOf({ seat: other.host.welcome.seat })).toBe(403);
    expect(await statusOf({ seat: host.welcome.seat, headers: { origin: 'https://evil.example' } })).toBe(403);
    expect(await statusOf({ seat: host.welcome.seat, sizes: '-1' })).toBe(400);
    expect(await statusOf({ seat: host.welcome.seat, name: 'x'.repeat(300) })).toBe(400);
    expect(
      await statusOf({
        seat: host.welcome.seat,
        sizes: Array(slidesLimits.picturesPerUpload + 1)
          .fill(1)
          .join(),
      }),
    ).toBe(400);
    expect(await presentationsOf(room)).toEqual([]);
  });

  it('is refused for a while from a person who uploads too often', async () => {
    const { room, host } = await meeting();
    const { seat } = host.welcome;
    const answers: number[] = [];
    for (let count = 0; count < 13; count += 1) {
      answers.push((await upload(room, [Buffer.from('no slides')], { name: 'a.bin', seat })).status);
    }
    expect(answers).toEqual([...Array<number>(12).fill(200), 429]);
  });
});

describe('[SL11] a refused upload leaves nothing', () => {
  it.each(badFiles)(
    '[SL11] $what',
    async ({ name, bytes, reason }) => {
      const { room, host } = await meeting();
      const before = await onDisk();
      const { last } = await upload(room, [bytes()], { name, seat: host.welcome.seat });
      expect(last).toEqual({ stage: 'refused', reason });
      expect(await presentationsOf(room)).toEqual([]);
      await expect.poll(onDisk).toEqual(before);
    },
    90_000,
  );

  it.each([
    ['more bytes than allowed', pdfWith({ count: 1 }), String(slidesLimits.presentationBytes + 1), 'bytes'],
    ['more bytes than stated', pdfWith({ count: 1 }), '10', 'bytes'],
    ['fewer bytes than stated', pdfWith({ count: 1 }), '100000', 'broken'],
  ])('[SL11] %s', async (_what, bytes, sizes, reason) => {
    const { room, host } = await meeting();
    const before = await onDisk();
    const { last } = await upload(room, [bytes], { sizes, seat: host.welcome.seat });
    expect(last).toEqual({ stage: 'refused', reason });
    await expect.poll(onDisk).toEqual(before);
  });

  it('[SL11] a PDF among pictures', async () => {
    const { room, host } = await meeting();
    const { seat } = host.welcome;
    const mixed = await upload(room, [picture('png'), pdfWith({ count: 1 })], { name: 'a.png', seat });
    expect(mixed.last).toEqual({ stage: 'refused', reason: 'kind' });
  });

  it('[SL11] an office document where there is no converter', async () => {
    const { room, host } = await meeting();
    const { seat } = host.welcome;
    const office = await upload(room, [Buffer.from('PK\u0003\u0004abc')], { name: 'a.odp', seat });
    expect(office.last).toEqual({ stage: 'refused', reason: 'office' });
  });

  it('[SL11] an upload whose sender disconnects', async () => {
    const { room, host } = await meeting();
    const before = await onDisk();
    const gone = new AbortController();
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1_000));
        gone.abort();
      },
    });
    const sent = fetch(`${running.origin}/api/rooms/${room}/presentations?name=a.pdf&sizes=100000`, {
      method: 'POST',
      headers: { origin: running.origin, authorization: `Bearer ${host.welcome.seat}` },
      body,
      duplex: 'half',
      signal: gone.signal,
    } as RequestInit);
    await expect(sent).rejects.toThrow();
    await expect.poll(onDisk).toEqual(before);
    expect(await presentationsOf(room)).toEqual([]);
  });
});

describe('the files of a presentation', () => {
  async function shown() {
    const scene = await meeting();
    const file = pdfWith({ count: 2 });
    await upload(scene.room, [file], { seat: scene.host.welcome.seat });
    const [made] = await presentationsOf(scene.room);
    return { ...scene, file, id: made?.id ?? '' };
  }

  it('[SL10] are for members of the room only, never run, and are revalidated each time', async () => {
    const { room, ben, file, id } = await shown();
    const stranger = await meeting();
    const got = await get(room, `${id}/file`, ben);
    expect(got.status).toBe(200);
    expect(got.bytes.equals(file)).toBe(true);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const etag = got.headers.get('etag') ?? '';
    expect((await get(room, `${id}/file`, ben, { 'if-none-match': etag })).status).toBe(304);
    for (const line of [undefined, stranger.host]) expect((await get(room, `${id}/file`, line)).status).toBe(403);
    for (const path of [`${id}/1`, `${id}/3`, `${id}/..%2f..`, 'other/file', `${id}/constructor`]) {
      expect((await get(room, path, ben)).status).toBe(404);
    }
    await ben.ask('presence:leave', {});
    await expect.poll(async () => (await get(room, `${id}/file`, ben)).status).toBe(410);
  });

  it('[SL8] can be saved by members who may upload, and by every member once that is allowed', async () => {
    const { room, host, ben, id, file } = await shown();
    expect((await get(room, `${id}/original`, host)).bytes.equals(file)).toBe(true);
    expect((await get(room, `${id}/original`, ben)).status).toBe(403);
    await host.ask('slides:allow', { presentation: id, download: true });
    expect((await get(room, `${id}/original`, ben)).status).toBe(200);
  });

  it('[SL7] are deleted with it', async () => {
    const { room, host, ben, id } = await shown();
    const folder = join(running.folder, 'files', room);
    expect(await readdir(folder)).toHaveLength(1);
    await host.ask('slides:remove', { presentation: id });
    await expect.poll(() => readdir(folder)).toEqual([]);
    expect((await get(room, `${id}/file`, ben)).status).toBe(404);
  });
});

describe('an office document', () => {
  let folder: string;
  let office: Running;

  /** Replaces the office program by a script of the test, with `$home` and `$input`. */
  async function withOffice(script: string): Promise<{ last: UploadLine | undefined; room: string }> {
    const program = join(folder, 'soffice');
    await writeFile(program, `#!/bin/sh\nfor input; do :; done\nhome=$HOME\n${script}\n`);
    await chmod(program, 0o755);
    await writeFile(join(folder, 'made.pdf'), pdfWith({ count: 2 }));
    const before = running;
    running = office;
    try {
      const { room, host } = await meeting();
      const sent = { name: 'Plan.odp', seat: host.welcome.seat };
      return { room, last: (await upload(room, [Buffer.from('PK\u0003\u0004 a document')], sent)).last };
    } finally {
      running = before;
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plenum-office-'));
    office = await Running.create({ office: join(folder, 'soffice'), officeMs: 8_000, unshielded: true });
  });
  afterAll(async () => {
    await office.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('[SL12] becomes a PDF, and can also be saved as it was sent', async () => {
    const { last, room } = await withOffice(
      `grep -q "a document" "$input" && cp ${folder}/made.pdf "$home/document.pdf"`,
    );
    expect(last?.stage).toBe('done');
    const made = (await office.server.rooms.require(room)).committed(slides).presentations[0];
    expect(made).toMatchObject({ name: 'Plan', kind: 'pdf', original: { extension: 'odp' } });
    expect(made?.pages).toHaveLength(2);
  });

  it('[SL12] is stopped when it takes too long, with all processes that were started for it', async () => {
    // Two processes with a unique duration, one of them in its own process group.
    const { last } = await withOffice('setsid sleep 31415.926 & sleep 31415.926');
    expect(last).toEqual({ stage: 'refused', reason: 'heavy' });
    if ((await findShield()) !== 'none') {
      await expect.poll(() => execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })).not.toContain('31415.926');
    }
    await expect.poll(() => readdir(join(office.folder, 'converting'))).toEqual([]);
  });
});
