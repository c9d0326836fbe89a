import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Ending, type ShieldedJob, runShielded } from './shielded.ts';
import { Converter } from './Converter.ts';
import { Refused } from './Refused.ts';

// No program runs here: the tests count the calls.
vi.mock('./shielded.ts', async (original) => ({
  ...(await original<typeof import('./shielded.ts')>()),
  runShielded: vi.fn<typeof runShielded>(),
}));
const programs = vi.mocked(runShielded);

let folder: string;
let converter: Converter;
let now: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-converter-'));
});
beforeEach(async () => {
  now = 0;
  programs.mockReset();
  converter = await Converter.create({ folder: join(folder, 'work'), office: undefined, now: () => now });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Converts a PDF and returns the number of its pages, or the reason of a refusal. */
async function convert(text: string, { room = 'R', person = 'ana' } = {}): Promise<unknown> {
  return converter.inFolder(async (place) => {
    const path = join(place, 'sent-1');
    await writeFile(path, `%PDF-1.7 ${text}`);
    const { signal } = new AbortController();
    try {
      const job = { by: { room, person }, files: [{ path, name: 'a.pdf' }], folder: place, signal };
      return (await converter.convert({ ...job, page: { width: 1_920, steepest: 10 }, onProgress: () => {} })).pages
        .length;
    } catch (error) {
      return error instanceof Refused ? error.reason : error;
    }
  });
}

function saying(...lines: object[]): (job: ShieldedJob) => Promise<Ending> {
  return ({ onLine }) => {
    for (const line of lines) onLine(JSON.stringify(line));
    return Promise.resolve({ how: 'done', code: 0 });
  };
}
const onePage = saying({ page: 1, of: 1, width: 960, height: 540 }, { done: true });

it.each(['heavy', 'pages', 'size', 'locked'])(
  '[SL16] a file that was refused as %s is refused for a while without another conversion',
  async (refused) => {
    programs.mockImplementation(saying({ refused }));
    expect(await convert('bad')).toBe(refused);
    expect(await convert('bad', { room: 'other', person: 'ben' })).toBe(refused);
    expect(programs).toHaveBeenCalledTimes(1);
    expect(await convert('other')).toBe(refused);
    expect(programs).toHaveBeenCalledTimes(2);
    now += 10 * 60_000 + 1;
    programs.mockImplementation(onePage);
    expect(await convert('bad')).toBe(1);
  },
);

it('[SL16] a file that takes too long counts as heavy, a broken one is converted again', async () => {
  programs.mockResolvedValue({ how: 'late' });
  expect(await convert('slow')).toBe('heavy');
  expect(await convert('slow')).toBe('heavy');
  expect(programs).toHaveBeenCalledTimes(1);
  programs.mockImplementation(saying({ refused: 'broken' }));
  expect(await convert('half')).toBe('broken');
  programs.mockImplementation(onePage);
  expect(await convert('half')).toBe(1);
});

it('[SL16] the same file is converted once at a time for a room, and again when that is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  programs.mockImplementation(async (job) => {
    await promise;
    return onePage(job);
  });
  const first = convert('plan');
  await vi.waitFor(() => expect(programs).toHaveBeenCalledTimes(1), { timeout: 15_000 });
  expect(await convert('plan', { person: 'ben' })).toBe('twice');
  const elsewhere = convert('plan', { room: 'other', person: 'ben' });
  resolve();
  expect([await first, await elsewhere]).toEqual([1, 1]);
  expect(await convert('plan', { person: 'ben' })).toBe(1);
});

it('[SL16] one program runs at a time, with a bound on its processor time', async () => {
  let running = 0;
  programs.mockImplementation(async (job) => {
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    running -= 1;
    return onePage(job);
  });
  const people = ['ana', 'ben', 'cem'];
  expect(await Promise.all(people.map((person) => convert(person, { room: person, person })))).toEqual([1, 1, 1]);
  expect(programs.mock.calls.map(([{ cpuSeconds }]) => cpuSeconds)).toEqual([20, 20, 20]);
});
