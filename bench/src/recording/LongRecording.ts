import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoom } from '@plenum/client/core/http';
import type { ServerProcess } from '@plenum/client/e2e/support/server';
import { LogLine, Manifest } from '@plenum/shared/api/recording/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { recording as feature } from '@plenum/shared/features/recording/contract';
import type { Page } from 'puppeteer';
import { Bot } from '../bots/Bot.ts';
import { wait } from '../wait.ts';
import { encodePicture, encodeVoice } from './clips.ts';
import { longFile } from './longFile.ts';

/** The log of a real meeting of half a minute: slides, drawings, a poll, chat and hands. */
const logFile = new URL('../../../client/e2e/fixtures/recording.jsonl', import.meta.url);
/** How often somebody writes to the chat in the rest of the recording, in ms. */
const chatEveryMs = 4_000;

/** A recording of any length that a server plays: a real one whose files were replaced by longer ones. */
export class LongRecording {
  readonly manifest: Manifest;
  /** The path of its page, with the secret part. */
  readonly path: string;
  /** Bytes of its log. */
  readonly logBytes: number;

  private constructor(manifest: Manifest, path: string, logBytes: number) {
    this.manifest = manifest;
    this.path = path;
    this.logBytes = logBytes;
  }

  /** @param page a page of the server, whose browser encodes; `minutes`: how long the recording is */
  static async make(server: ServerProcess, page: Page, minutes: number): Promise<LongRecording> {
    const { id, key } = await recordOnce(server.origin);
    const lasts = minutes * 60_000;
    const folder = join(server.folder, 'recordings', id);
    const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n');
    const [member] = membersOf(lines);
    if (member === undefined) throw new Error('The log names no members.');
    const index: object[] = [];
    for (const [number, one] of membersOf(lines).entries()) {
      for (const source of ['mic', 'camera'] as const) {
        const clip = await (source === 'mic'
          ? encodeVoice(page, 300 + 200 * number)
          : encodePicture(page, 90 * number));
        const file = `${String(index.length + 1).padStart(4, '0')}.webm`;
        await writeFile(join(folder, 'streams', file), longFile(clip, lasts));
        // Without its end: the server completes the file when the manifest is read.
        index.push({ is: 'began', file, member: one, source, codec: clip.codec, from: 0 });
      }
    }
    const log = [...lines, ...chatUntil(lines, lasts)].map((line) => `${line}\n`).join('');
    await writeFile(join(folder, 'log.jsonl'), log);
    index.push({ is: 'stopped', at: lasts });
    await writeFile(join(folder, 'index.jsonl'), index.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await keepSlides(server.folder, id, log);
    const response = await fetch(`${server.origin}/api/recordings/${id}?key=${key}`);
    return new LongRecording(Manifest.parse(await response.json()), `/recordings/${id}?key=${key}`, log.length);
  }
}

/** Records a meeting of one member for a moment. @returns the recording with the key of its managers */
async function recordOnce(base: string): Promise<{ readonly id: string; readonly key: string }> {
  const { id: roomId, hostKey: key } = await createRoom(base, { title: 'Bench' });
  const bot = await Bot.join({ base, roomId, key, name: 'Ada', depth: 'thin', sends: [], media: false });
  try {
    const { session } = bot;
    const linked = new Promise<{ id: string; key: string }>((resolve) => {
      session.onEvent(feature, 'linked', resolve);
    });
    await session.send(feature, 'start', { chat: 'kept' });
    const link = await linked;
    await session.send(feature, 'stop', {});
    for (;;) {
      const response = await fetch(`${base}/api/recordings/${link.id}?key=${link.key}`);
      if (Manifest.parse(await response.json()).state === 'ready') return link;
      await wait(50);
    }
  } finally {
    await bot.close();
  }
}

function membersOf(lines: readonly string[]): readonly string[] {
  const first = LogLine.parse(JSON.parse(lines[0] ?? ''));
  return first.is === 'view' ? Object.keys(presence.state.parse(first.states[presence.name]).members) : [];
}

/** Messages of the chat from the end of the log on, as one of its own. */
function* chatUntil(lines: readonly string[], lasts: number): Generator<string> {
  const entries = lines.map((line) => LogLine.parse(JSON.parse(line)));
  const said = entries.find((line) => line.is === 'event' && line.name === 'chat:sent');
  const last = entries.at(-1);
  if (said?.is !== 'event' || !said.meta || !last) throw new Error('The log has no message.');
  let seq = 100_000;
  for (let at = last.at + chatEveryMs; at < lasts; at += chatEveryMs) {
    const payload = { ...(said.payload as object), id: `long${String(at).padStart(12, '0')}`, at: said.meta.at + at };
    yield JSON.stringify({ ...said, at, payload, meta: { seq: (seq += 1), at: said.meta.at + at } });
  }
}

/** A document of two pages, each with a line of text. */
const document = ['Welcome and agenda', 'Which roof shall we choose?']
  .reduce(
    (text, line, page) => {
      const stream = `BT /F1 40 Tf 60 400 Td (${line}) Tj ET`;
      const number = 10 + 2 * page;
      const resources = '<< /Font << /F1 3 0 R >> >>';
      return `${text}${number} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources ${resources} /Contents ${number + 1} 0 R >> endobj
${number + 1} 0 obj << /Length ${stream.length} >> stream
${stream}
endstream endobj
`;
    },
    `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [10 0 R 12 0 R] /Count 2 >> endobj
3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
`,
  )
  .concat('trailer << /Root 1 0 R >>\n%%EOF\n');

/** Puts a document where the server keeps the files of a recording, under each id that the log names. */
async function keepSlides(data: string, recording: string, log: string): Promise<void> {
  const shelf = `rec-${createHash('sha256').update(recording).digest('hex').slice(0, 32)}`;
  const folder = join(data, 'files', shelf);
  await mkdir(folder, { recursive: true });
  for (const id of new Set(log.match(/(?<=")[\w-]{32}(?=")/g))) {
    await writeFile(join(folder, id), document);
  }
}
