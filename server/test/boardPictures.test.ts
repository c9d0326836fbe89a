import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { imageSize } from 'image-size';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { Welcome } from '@plenum/shared/core/wire';
import { PictureAnswer } from '@plenum/shared/features/whiteboard/picture';
import { lyingPng, picture } from './badFiles.ts';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

async function enter(room: string, name: string, hostKey?: string) {
  const line = await running.connect({ ticket: await running.ticket(room, name, hostKey) });
  const welcome = Welcome.parse(line.welcome);
  return { line, room, seat: welcome.seat };
}
type Someone = Awaited<ReturnType<typeof enter>>;

/** A host, Ben, and a page to draw on. */
async function people() {
  const { id, hostKey } = await running.createRoom();
  const [host, ben] = [await enter(id, 'Ana', hostKey), await enter(id, 'Ben')];
  const reply = await host.line.ask('slides:blank', { name: 'Board' });
  if (!reply.ok) throw new Error(reply.message);
  await host.line.ask('whiteboard:allow', { who: 'everyone', chosen: [], others: true });
  return { host, ben, page: (reply.value as { page: string }).page };
}

function bring(who: Someone, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) {
  return fetch(`${running.origin}/api/rooms/${who.room}/board/pictures`, {
    method: 'POST',
    headers: {
      origin: running.origin,
      authorization: `Bearer ${who.seat}`,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body,
  });
}

async function brought(who: Someone, body: NonNullable<RequestInit['body']>) {
  const answer = PictureAnswer.parse(await (await bring(who, body)).json());
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
}

const shapeOf = (file: string) => ({
  kind: 'image',
  id: `shape-${file.slice(0, 8).replaceAll(/[-_]/g, '0')}`,
  x: 0,
  y: 0,
  w: 60,
  h: 40,
  angle: 0,
  order: 1,
  file,
  alt: '',
});

function download(who: Someone, file: string) {
  const headers = { authorization: `Bearer ${who.seat}` };
  return fetch(`${running.origin}/api/rooms/${who.room}/board/pictures/${file}`, { headers });
}

const onDisk = (room: string) => readdir(join(running.folder, 'files', room)).catch(() => []);
const leftOver = () => readdir(join(running.folder, 'converting'));

describe('a picture for the board', () => {
  it('[WB20] is uploaded, placed on the page, and loaded by the others', async () => {
    const { host, ben, page } = await people();
    const answer = await brought(ben, picture('png', 60, 40));
    expect(answer).toMatchObject({ width: 60, height: 40 });
    expect(await ben.line.ask('whiteboard:put', { page, shapes: [shapeOf(answer.file)] })).toMatchObject({ ok: true });
    const got = await download(host, answer.file);
    expect(got.headers.get('content-type')).toBe('image/png');
    expect(await loadImage(Buffer.from(await got.arrayBuffer()))).toMatchObject({ width: 60, height: 40 });
    expect(await leftOver()).toEqual([]);
  });

  it('[WB20] can be loaded in its own room only', async () => {
    const [here, there] = [await people(), await people()];
    const { file } = await brought(here.ben, picture('png', 60, 40));
    const put = { page: there.page, shapes: [shapeOf(file)] };
    expect(await there.ben.line.ask('whiteboard:put', put)).toMatchObject({ code: 'notFound' });
    expect((await download(there.ben, file)).status).toBe(404);
  });

  it('[WB20] is refused from members who may not draw, and from pages of other servers', async () => {
    const { host, ben } = await people();
    expect((await bring(ben, picture('png', 6, 4), { origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await bring(ben, picture('png', 6, 4), { authorization: 'Bearer nonsense' })).status).toBe(403);
    await host.line.ask('whiteboard:allow', { who: 'nobody', chosen: [], others: true });
    expect((await bring(ben, picture('png', 6, 4))).status).toBe(403);
    expect(await onDisk(ben.room)).toEqual([]);
  });

  it('[WB20] is drawn anew, without metadata and with at most the pixels of a screen', async () => {
    const { ben } = await people();
    const secret = 'the place where this was taken';
    const { file, width, height } = await brought(
      ben,
      Buffer.concat([picture('png', 3_000, 1_500), Buffer.from(secret)]),
    );
    expect([width, height]).toEqual([whiteboardLimits.pictureSide, whiteboardLimits.pictureSide / 2]);
    const bytes = await readFile(join(running.folder, 'files', ben.room, file));
    expect(imageSize(bytes)).toMatchObject({ width, height });
    expect(bytes.includes(secret)).toBe(false);
  });

  it.each([
    ['an HTML page', '<!doctype html><script>alert(1)</script>', 'kind'],
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'kind'],
    ['a PDF', '%PDF-1.7\n', 'kind'],
    ['a picture that ends too soon', picture('png', 60, 40).subarray(0, 40), 'broken'],
    ['a picture of a million by a million', lyingPng(1_000_000, 1_000_000), 'size'],
    ['more bytes than allowed', Buffer.alloc(whiteboardLimits.pictureBytes + 1), 'bytes'],
  ])('[WB20] %s is refused, and nothing stays', async (_what, body, refused) => {
    const { ben } = await people();
    const response = await bring(ben, body);
    expect(await response.json()).toEqual({ refused });
    expect(await onDisk(ben.room)).toEqual([]);
    expect(await leftOver()).toEqual([]);
    expect(running.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });

  it('[WB20] is deleted from the disk when its page is cleared', async () => {
    const { host, ben, page } = await people();
    const { file } = await brought(ben, picture('png', 60, 40));
    await ben.line.ask('whiteboard:put', { page, shapes: [shapeOf(file)] });
    expect(await onDisk(ben.room)).toEqual([file]);
    await host.line.ask('whiteboard:clear', { page });
    await expect.poll(() => onDisk(ben.room)).toEqual([]);
    expect((await download(host, file)).status).toBe(404);
  });
});
