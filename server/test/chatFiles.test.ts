import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import { Welcome } from '@plenum/shared/core/wire';
import { ChatFile } from '@plenum/shared/features/chat/contract';
import { Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

const png = createCanvas(30, 20).toBuffer('image/png');
const page = '<!doctype html><script>alert(1)</script>';
const drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

/** A member of a room, with the seat for requests. */
async function enter(room: string, name: string, hostKey?: string) {
  const line = await running.connect({ ticket: await running.ticket(room, name, hostKey) });
  const welcome = Welcome.parse(line.welcome);
  return { line, room, seat: welcome.seat, id: welcome.me.id };
}
type Someone = Awaited<ReturnType<typeof enter>>;

async function people() {
  const { id, hostKey } = await running.createRoom();
  return { host: await enter(id, 'Ana', hostKey), ben: await enter(id, 'Ben') };
}

function upload(
  who: Someone,
  name: string,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
) {
  return fetch(`${running.origin}/api/rooms/${who.room}/files?name=${encodeURIComponent(name)}`, {
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

function download(who: Someone, id: string, headers: Record<string, string> = {}) {
  return fetch(`${running.origin}/api/rooms/${who.room}/files/${id}`, {
    headers: { authorization: `Bearer ${who.seat}`, ...headers },
  });
}

const fileOf = async (response: Response) => ChatFile.parse(await response.json());
const onDisk = (room: string) => readdir(join(running.folder, 'files', room)).catch(() => []);

describe('a file for the chat', () => {
  it('[CH19] is uploaded, sent, and loaded by the others, as bytes that cannot run', async () => {
    const { host, ben } = await people();
    const answer = await upload(ben, 'notes.html', page);
    expect(answer.status).toBe(201);
    const file = await fileOf(answer);
    expect(file).toEqual({ id: file.id, name: 'notes.html', bytes: page.length });
    expect(await ben.line.ask('chat:send', { text: 'see', files: [file.id] })).toMatchObject({ ok: true });
    const got = await download(host, file.id);
    expect(got.status).toBe(200);
    expect(await got.text()).toBe(page);
    expect(got.headers.get('content-type')).toBe('application/octet-stream');
    expect(got.headers.get('content-disposition')).toBe('attachment');
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('[CH19] is shown as an image only when its bytes are a raster image', async () => {
    const { ben } = await people();
    const image = await fileOf(await upload(ben, 'no-ending', png));
    expect(image.image).toEqual({ width: 30, height: 20 });
    const got = await download(ben, image.id);
    expect(got.headers.get('content-type')).toBe('image/png');
    expect(got.headers.get('content-disposition')).toBe('inline');
    expect(got.headers.get('content-security-policy')).toContain('sandbox');
    const svg = await fileOf(await upload(ben, 'drawing.svg', drawing));
    expect(svg).not.toHaveProperty('image');
    expect((await download(ben, svg.id)).headers.get('content-type')).toBe('application/octet-stream');
  });

  it.each([
    ['an HTML page named as an image', 'holiday.png', page],
    ['an SVG named as an image', 'holiday.jpg', drawing],
    ['an image of another kind', 'holiday.gif', png],
    ['an image that ends too soon', 'holiday.png', png.subarray(0, 12)],
    ['nothing', 'empty.txt', ''],
  ])('[CH19] is refused when it is %s, and leaves nothing', async (_title, name, body) => {
    const { ben } = await people();
    const answer = await upload(ben, name, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid' });
    expect(await onDisk(ben.room)).toEqual([]);
  });

  it('[CH19] is refused when the image is too large to be shown', async () => {
    const { ben } = await people();
    // Only the header of the PNG is read: 40,000 by 40,000 pixels in a few bytes.
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(40_000, 16);
    bomb.writeUInt32BE(40_000, 20);
    expect((await upload(ben, 'bomb.png', bomb)).status).toBe(400);
    expect(await onDisk(ben.room)).toEqual([]);
  });

  it('is refused when it is too long, before and while it comes', async () => {
    const { ben } = await people();
    const { port } = running.server;
    const head = (length: string) =>
      `POST /api/rooms/${ben.room}/files?name=x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${running.origin}\r\n` +
      `Authorization: Bearer ${ben.seat}\r\n${length}\r\n\r\n`;
    expect(await talk(port, [head(`Content-Length: ${chatLimits.fileBytes + 1}`)])).toContain('413 Payload Too Large');
    const chunk = Buffer.alloc(1024 * 1024);
    const chunks = Array.from({ length: 21 }, () => [`${chunk.length.toString(16)}\r\n`, chunk, '\r\n']).flat();
    expect(await talk(port, [head('Transfer-Encoding: chunked'), ...chunks])).toContain('413 Payload Too Large');
    expect(await onDisk(ben.room)).toEqual([]);
  });

  it('leaves nothing on the disk or in the log of the server when its sender disconnects', async () => {
    const { ben } = await people();
    const socket = connect(running.server.port, '127.0.0.1');
    const head = [`POST /api/rooms/${ben.room}/files?name=a.bin HTTP/1.1`, `Host: ${new URL(running.origin).host}`];
    const more = [`Origin: ${running.origin}`, `Authorization: Bearer ${ben.seat}`, 'Content-Length: 1000'];
    socket.write(`${[...head, ...more].join('\r\n')}\r\n\r\nabc`);
    await expect.poll(() => onDisk(ben.room)).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => onDisk(ben.room)).toEqual([]);
    expect((await upload(ben, 'notes.txt', 'another')).status).toBe(201);
    expect(running.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });

  it('[CH19] is for members of this room only, who may send files', async () => {
    const [{ ben, host }, elsewhere] = [await people(), await people()];
    const file = await fileOf(await upload(ben, 'a.txt', 'a'));
    const stranger = { ...elsewhere.ben, room: ben.room };
    const nobody = { ...ben, seat: 'no.such.seat' };
    for (const who of [stranger, nobody]) {
      expect((await download(who, file.id)).status).toBe(403);
      expect((await upload(who, 'b.txt', 'b')).status).toBe(403);
    }
    expect((await upload(ben, 'b.txt', 'b', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${running.origin}/api/rooms/${ben.room}/files/${file.id}`)).status).toBe(403);
    expect((await download(elsewhere.ben, file.id)).status).toBe(404);
    for (const id of ['x', '..%2F..%2Fplenum.db', 'y'.repeat(32)]) expect((await download(ben, id)).status).toBe(404);
    await host.line.ask('moderation:grant', { member: ben.id, ability: 'chatAttach', grant: 'taken' });
    expect((await upload(ben, 'c.txt', 'c')).status).toBe(403);
    await ben.line.ask('presence:leave', {});
    expect((await download(ben, file.id)).status).toBe(410);
  });

  it('[CH20] is deleted from the disk when its message is deleted', async () => {
    const { ben } = await people();
    const file = await fileOf(await upload(ben, 'a.txt', 'a'));
    const sent = await ben.line.ask('chat:send', { files: [file.id] });
    if (!sent.ok) throw new Error(sent.code);
    const { id } = sent.value as { readonly id: string };
    expect(await onDisk(ben.room)).toEqual([file.id]);
    await ben.line.ask('chat:remove', { channel: 'all', id });
    await expect.poll(() => onDisk(ben.room)).toEqual([]);
    expect((await download(ben, file.id)).status).toBe(404);
  });
});

/** Writes raw bytes to the server until it answers, and returns the answer. */
function talk(port: number, parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
    for (const part of parts) socket.write(part);
  });
}
