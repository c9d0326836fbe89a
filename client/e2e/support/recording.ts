import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Manifest } from '@plenum/shared/api/recording/contract';
import { LogLine } from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { presence } from '@plenum/shared/features/presence/contract';
import type { HTTPRequest, Page } from 'puppeteer';
import { writePdf } from './pdf.ts';
import { webmFile } from './webmFile.ts';

/** The log of a real meeting: slides, drawings, a poll, chat and hands, as a viewer of the recording gets it. */
const logFile = new URL('../fixtures/recording.jsonl', import.meta.url);

export const recordingId = 'recordingOfTests';
/** The middle of the recording, in s: there the tones and the colours change. */
export const change = 12;
const duration = change * 2_000;

/** What each person sounds and looks like before and after the change. */
export const people = {
  'Ada Facilitator': { tones: [440, 880], colours: ['#b02020', '#2030b0'] },
  'Ben Treasurer': { tones: [1_320, 1_760], colours: ['#208030', '#c0a010'] },
} as const;

interface Encoded {
  readonly packets: readonly {
    readonly time: number;
    readonly duration: number;
    readonly key: boolean;
    readonly data: string;
  }[];
}

/** A recording: the real log, and sound and pictures that the browser of the test encodes. */
export class RecordedMeeting {
  readonly manifest: Manifest;
  readonly #log: Buffer;
  readonly #pdf: Buffer;
  readonly #files: ReadonlyMap<string, Uint8Array>;
  /** What pages have asked for beside reading. */
  readonly changes: { readonly method: string; readonly body: string }[] = [];

  private constructor(manifest: Manifest, log: Buffer, pdf: Buffer, files: ReadonlyMap<string, Uint8Array>) {
    this.manifest = manifest;
    this.#log = log;
    this.#pdf = pdf;
    this.#files = files;
  }

  /** @param page a page of a secure origin, which encodes */
  static async make(page: Page): Promise<RecordedMeeting> {
    const log = await readFile(logFile);
    const first = LogLine.parse(JSON.parse(log.toString().split('\n')[0] ?? ''));
    const { members } = presence.state.parse(first.is === 'view' ? first.states[presence.name] : undefined);
    const files = new Map<string, Uint8Array>();
    const streams: Manifest['streams'] = [];
    for (const [name, { tones, colours }] of Object.entries(people)) {
      const member = Object.values(members).find((one) => one.name === name)?.id ?? '';
      const sound = await encodeTones(page, tones);
      const picture = await encodeColours(page, colours);
      for (const [codec, source, file] of [
        ['opus', 'mic', webmFile({ codec: 'opus', packets: decoded(sound) })],
        ['vp8', 'camera', webmFile({ codec: 'vp8', packets: decoded(picture), width: 160, height: 90 })],
      ] as const) {
        const named = `${String(files.size + 1).padStart(4, '0')}.webm`;
        files.set(named, file);
        streams.push({ file: named, member, source, codec, from: 0, until: duration, bytes: file.length });
      }
    }
    const folder = await mkdtemp(join(tmpdir(), 'plenum-recording-'));
    const path = join(folder, 'roof.pdf');
    await writePdf(path, [
      { lines: ['Welcome and agenda', 'Accounts', 'The roof'], shape: 'screen' },
      { lines: ['Which roof shall we choose?', 'A. Green roof', 'B. Solar roof', 'C. Repair only'], shape: 'screen' },
    ]);
    const pdf = await readFile(path);
    await rm(folder, { recursive: true });
    const manifest: Manifest = {
      id: recordingId,
      title: 'Weekly assembly',
      state: 'published',
      visibility: 'link',
      download: true,
      startedAt: first.is === 'view' ? first.now : 0,
      duration,
      bytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
      views: 1,
      manages: true,
      chat: 'kept',
      chapters: [{ at: 0, title: 'Good morning' }],
      captions: [],
      streams,
      breaks: [],
    };
    return new RecordedMeeting(manifest, log, pdf, files);
  }

  /** Answers the requests of a page about the recording as the server would; all others go to the server. */
  async serveTo(page: Page): Promise<void> {
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname;
      const [, rest] = /^\/api\/recordings\/[^/]+(\/.*)?$/.exec(path) ?? [];
      aside(path.startsWith('/api/recordings/') ? this.#answer(request, rest ?? '') : request.continue());
    });
  }

  /**
   * Puts the recording on the disk and into the database of a server, as if it had recorded it.
   * @returns the address at which it is managed
   */
  async putInto(folder: string): Promise<string> {
    const { id, title, duration: length, streams, bytes } = this.manifest;
    const place = join(folder, 'recordings', id);
    await mkdir(join(place, 'streams'), { recursive: true });
    for (const [name, content] of this.#files) await writeFile(join(place, 'streams', name), content);
    await writeFile(join(place, 'log.jsonl'), this.#log);
    const index = streams.flatMap(({ file, member, source, codec, from, until, bytes: size }) => [
      { is: 'began', file, member, source, codec, from },
      { is: 'ended', file, lasts: until - from - (codec === 'opus' ? 20 : 0), bytes: size },
    ]);
    const lines = [...index, { is: 'stopped', at: length }];
    await writeFile(join(place, 'index.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const shelf = `rec-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
    await mkdir(join(folder, 'files', shelf), { recursive: true });
    const [, pdf = ''] = /"file":"([\w-]{32})"/.exec(this.#log.toString()) ?? [];
    await writeFile(join(folder, 'files', shelf, pdf), this.#pdf);
    const managerKey = 'managerKeyOfTests';
    const row = {
      id,
      title,
      room: 'roomOfTests',
      state: 'published',
      visibility: 'link',
      download: 1,
      chat: 'kept',
      pass_key: 'keyOfTests',
      manager_key: managerKey,
      code: '123456789',
      started_at: Date.now(),
      duration: length,
      bytes,
      views: 0,
      chapters: '[]',
    };
    const database = new DatabaseSync(join(folder, 'plenum.db'));
    const names = Object.keys(row);
    const sql = `insert into recordings (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
    database.prepare(sql).run(...Object.values(row));
    database.close();
    return `/recordings/${id}?key=${managerKey}`;
  }

  #answer(request: HTTPRequest, path: string): Promise<void> {
    if (request.method() !== 'GET') this.changes.push({ method: request.method(), body: request.postData() ?? '' });
    if (path === '' || path === '/cuts') {
      return request.respond({ contentType: 'application/json', body: JSON.stringify(this.manifest) });
    }
    const [, file = ''] = /^\/streams\/(.+)$/.exec(path) ?? [];
    const body = path === '/log' ? this.#log : path.startsWith('/presentations/') ? this.#pdf : this.#files.get(file);
    if (!body)
      return request.respond({
        status: 404,
        contentType: 'application/json',
        body: '{"code":"notFound","message":"No."}',
      });
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers()['range'] ?? '') ?? [];
    if (from === undefined || to === undefined) return request.respond({ body: Buffer.from(body) });
    const part = Buffer.from(body.subarray(Number(from), Number(to) + 1));
    return request.respond({ status: 206, body: part });
  }
}

function decoded({ packets }: Encoded) {
  return packets.map(({ data, ...rest }) => ({ ...rest, data: new Uint8Array(Buffer.from(data, 'base64')) }));
}

/** Two tones one after the other, as Opus. */
function encodeTones(page: Page, tones: readonly number[]): Promise<Encoded> {
  return page.evaluate(
    async (hertz, seconds) => {
      const packets: { time: number; duration: number; key: boolean; data: string }[] = [];
      const encoder = new AudioEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          packets.push({
            time: chunk.timestamp / 1_000,
            duration: 20,
            key: true,
            data: btoa(String.fromCharCode(...bytes)),
          });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 24_000 });
      for (let second = 0; second < seconds * 2; second += 1) {
        const tone = hertz[second < seconds ? 0 : 1] ?? 0;
        const data = Float32Array.from(
          { length: 48_000 },
          (_, index) => 0.2 * Math.sin((2 * Math.PI * tone * index) / 48_000),
        );
        encoder.encode(
          new AudioData({
            format: 'f32-planar',
            sampleRate: 48_000,
            numberOfFrames: 48_000,
            numberOfChannels: 1,
            timestamp: second * 1_000_000,
            data,
          }),
        );
      }
      await encoder.flush();
      encoder.close();
      return { packets: packets.filter(({ time }) => time >= 0) };
    },
    tones,
    change,
  );
}

/** Two colours one after the other, as VP8. */
function encodeColours(page: Page, colours: readonly string[]): Promise<Encoded> {
  return page.evaluate(
    async (shades, seconds) => {
      const perSecond = 10;
      const packets: { time: number; duration: number; key: boolean; data: string }[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          packets.push({
            time: chunk.timestamp / 1_000,
            duration: 1_000 / perSecond,
            key: chunk.type === 'key',
            data: btoa(String.fromCharCode(...bytes)),
          });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'vp8', width: 160, height: 90, bitrate: 100_000, framerate: perSecond });
      const canvas = new OffscreenCanvas(160, 90);
      const context = canvas.getContext('2d');
      for (let frame = 0; frame < seconds * 2 * perSecond; frame += 1) {
        if (!context) break;
        context.fillStyle = shades[frame < seconds * perSecond ? 0 : 1] ?? '';
        context.fillRect(0, 0, 160, 90);
        const image = new VideoFrame(canvas, { timestamp: (frame * 1_000_000) / perSecond });
        encoder.encode(image, { keyFrame: frame % (2 * perSecond) === 0 });
        image.close();
      }
      await encoder.flush();
      encoder.close();
      return { packets };
    },
    colours,
    change,
  );
}
