import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/FakeClock.ts';
import { RecorderProcess, type RecordingEvents } from './RecorderProcess.ts';

let folder: string;
let recorder: RecorderProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plenum-recorder-'));
});
afterEach(async () => {
  await recorder?.end();
  recorder = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** The recorder's process with this text as its program, and what it told of one recording. */
function running(text?: string) {
  const clock = new FakeClock();
  const program = join(folder, 'program.mjs');
  if (text !== undefined) writeFileSync(program, text);
  const [reports, words]: [string[], string[]] = [[], []];
  const events: RecordingEvents = {
    onBytes: (bytes) => words.push(`bytes ${bytes}`),
    onFailed: (why) => words.push(`failed ${why}`),
    onSlow: (slow) => words.push(`slow ${slow}`),
    onLost: () => words.push('lost'),
  };
  const onReport = (message: string) => void reports.push(message);
  recorder = new RecorderProcess({ clock, onReport, ...(text !== undefined && { program }) });
  const at = join(folder, 'one');
  recorder.follow(at, events);
  const line = (text: string) => recorder?.order({ do: 'line', folder: at, file: 'log.jsonl', text });
  return { clock, reports, words, line, at };
}

it('starts a recorder that dies less and less often, and then ends its recordings with words', async () => {
  const { clock, reports, words, line } = running('process.exit(1);');
  line('x');
  for (const [deaths, pauseMs] of [
    [1, 0],
    [2, 500],
    [3, 2_000],
    [4, 8_000],
  ] as const) {
    await vi.waitFor(() => expect(reports).toHaveLength(deaths));
    expect(recorder?.pid).toBeUndefined();
    // Not before its time.
    if (pauseMs > 0) clock.advance(pauseMs - 1);
    line('while it is down');
    expect(recorder?.pid).toBeUndefined();
    clock.advance(1);
    expect(words.filter((word) => word === 'lost')).toHaveLength(deaths);
  }
  await vi.waitFor(() => expect(words.at(-1)).toBe('failed disk'));
  expect(clock.waiting).toBe(0);
});

it('writes the lines that came while the recorder was down, first', async () => {
  const { clock, reports, line, at } = running();
  line('before');
  await vi.waitFor(() => expect(readFileSync(join(at, 'log.jsonl'), 'utf8')).toBe('before\n'));
  process.kill(recorder?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(reports).toEqual(['the recorder died']));
  line('while it was down');
  clock.advance(0);
  line('after');
  await recorder?.end();
  expect(readFileSync(join(at, 'log.jsonl'), 'utf8')).toBe('before\nwhile it was down\nafter\n');
});

it('ends a recording with words when more of its log waits than memory allows', () => {
  const { words, line } = running(
    'setInterval(() => {}, 1_000);process.stdin.pause();process.stdin.on("end", () => {});',
  );
  const megabyte = 'x'.repeat(1_048_576);
  for (let count = 0; count < 40; count += 1) line(megabyte);
  expect(words).toEqual(['failed disk']);
  process.kill(recorder?.pid ?? 0, 'SIGKILL');
});

it('takes words that come in pieces, and skips what is no word', async () => {
  const { words, line, at } = running(`
    const word = JSON.stringify({ is: 'bytes', folder: ${JSON.stringify(join(folder, 'one'))}, bytes: 7 }) + '\\n';
    process.stdout.write('(node:1) a warning of Node\\n' + word.slice(0, 9));
    process.stdin.once('data', () => setImmediate(() => process.stdout.write(word.slice(9) + word)));
    process.stdin.on('end', () => process.exit());`);
  expect(at).toBe(join(folder, 'one'));
  line('x');
  await vi.waitFor(() => expect(words).toEqual(['bytes 7', 'bytes 7']));
});

it('[RC10] leaves out pictures before sound while the disk is too slow, says so, and goes on when it is fast again', async () => {
  const [go, counts] = [join(folder, 'go'), join(folder, 'counts.json')];
  // It reads nothing until it may, and then counts the packets of each stream.
  const { words, at } = running(`
    import { existsSync, writeFileSync } from 'node:fs';
    const found = {};
    let rest = Buffer.alloc(0);
    const read = (piece) => {
      rest = Buffer.concat([rest, piece]);
      for (; rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0); rest = rest.subarray(4 + rest.readUInt32BE(0))) {
        if (rest[4] === 1) found[rest.readUInt32BE(5)] = (found[rest.readUInt32BE(5)] ?? 0) + 1;
      }
    };
    const wait = setInterval(() => {
      if (!existsSync(${JSON.stringify(go)})) return;
      clearInterval(wait);
      process.stdin.on('data', read);
      process.stdin.on('end', () => writeFileSync(${JSON.stringify(counts)}, JSON.stringify(found)));
    }, 20);
  `);
  const about = { folder: at, member: 'ana', origin: 0 } as const;
  const sound = recorder?.open({ ...about, source: 'mic', codec: 'opus' }, () => {}) ?? 0;
  const film = recorder?.open({ ...about, source: 'camera', codec: 'vp8' }, () => {}) ?? 0;
  const send = (times: number) => {
    for (let time = 0; time < times; time += 1) {
      recorder?.packet(sound, Buffer.alloc(100), { at: time, isPicture: false });
      for (let one = 0; one < 10; one += 1) recorder?.packet(film, Buffer.alloc(1_200), { at: time, isPicture: true });
    }
  };
  send(2_000);
  expect(words).toEqual(['slow true']);
  writeFileSync(go, '');
  await vi.waitFor(() => {
    send(1);
    expect(words).toEqual(['slow true', 'slow false']);
  });
  await recorder?.end();
  const found = JSON.parse(readFileSync(counts, 'utf8')) as Record<number, number>;
  expect(found[sound]).toBeGreaterThanOrEqual(2_000);
  // 8 MiB of pictures waited; the others were left out.
  expect(found[film]).toBeLessThan(10_000);
  expect(found[film]).toBeGreaterThan(5_000);
});
