import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { watchWorker } from './watchdog.ts';

const settings = { everyMs: 1, limitMs: 250, misses: 2, busyMisses: 6, lookMs: 50 };

/** Starts a process with this program; resolves after its first output. */
async function start(program: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

/** Watches a process that never answers; returns how many answer times passed before it was given up. */
async function patienceWith(program: string): Promise<number> {
  const child = await start(program);
  let waits = 0;
  const counted = {
    ...settings,
    get limitMs() {
      waits += 1;
      return settings.limitMs;
    },
  };
  const getResourceUsage = vi.fn<() => Promise<never>>(() => new Promise(() => {}));
  try {
    await new Promise<void>((resolve) => watchWorker({ pid: child.pid ?? 0, getResourceUsage }, counted, resolve));
  } finally {
    child.kill('SIGKILL');
  }
  expect(getResourceUsage).toHaveBeenCalledOnce();
  return waits;
}

it('gives a worker up soon that does nothing', async () => {
  // After its first output the process is idle.
  expect(await patienceWith('console.log(1); setInterval(() => {}, 1e6)')).toBeLessThan(settings.busyMisses);
});

it('waits longer for one that computes and neither reads nor sends, and not for ever', async () => {
  // On a full machine it may take longer until it has had enough time to be judged.
  expect(await patienceWith('console.log(1); for (;;) {}')).toBeGreaterThanOrEqual(settings.busyMisses);
});

/** Watches a process that never answers for three times the patience with a loop; true when it was given up. */
async function isGivenUp(program: string, heard?: () => number): Promise<boolean> {
  const child = await start(program);
  const onHung = vi.fn<() => void>();
  let stop = (): void => {};
  try {
    await new Promise<void>((resolve) => {
      let waits = 0;
      const counted = {
        ...settings,
        get limitMs() {
          waits += 1;
          if (waits > settings.busyMisses * 3) resolve();
          return settings.limitMs;
        },
      };
      const getResourceUsage = (): Promise<never> => new Promise(() => {});
      onHung.mockImplementation(resolve);
      const watched = { pid: child.pid ?? 0, getResourceUsage, ...(heard && { heard }) };
      stop = watchWorker(watched, counted, onHung);
    });
  } finally {
    stop();
    child.kill('SIGKILL');
  }
  return onHung.mock.calls.length > 0;
}

it.runIf(process.platform === 'linux')(
  'never gives one up that is only busy: it computes, reads and sends',
  async () => {
    const busy = `console.log(1); const { openSync, readSync } = require('node:fs');
    const source = openSync('/dev/zero', 'r'); const packets = Buffer.alloc(65_536); for (;;) readSync(source, packets);`;
    expect(await isGivenUp(busy)).toBe(false);
  },
);

it('never gives one up whose packets arrive, whatever the system tells of its time', async () => {
  let packets = 0;
  expect(await isGivenUp('console.log(1); setInterval(() => {}, 1e6)', () => (packets += 1))).toBe(false);
});

it.runIf(process.platform === 'linux')(
  'gives one up that the system has stopped before an answer is late',
  async () => {
    const child = await start('console.log(1); setInterval(() => {}, 1e6)');
    const onHung = vi.fn<() => void>();
    const getResourceUsage = vi.fn<() => Promise<never>>(() => new Promise(() => {}));
    // Nothing but the look at the process can say so in the life of this test.
    const patient = { ...settings, everyMs: 1e6, limitMs: 1e6 };
    const stop = watchWorker({ pid: child.pid ?? 0, getResourceUsage }, patient, onHung);
    try {
      child.kill('SIGSTOP');
      await vi.waitFor(() => expect(onHung).toHaveBeenCalledOnce(), { timeout: 15_000 });
    } finally {
      stop();
      child.kill('SIGKILL');
    }
    expect(getResourceUsage).not.toHaveBeenCalled();
  },
);

it('takes a late answer for one, however often it is late', async () => {
  const child = await start('console.log(1); for (;;) {}');
  const onHung = vi.fn<() => void>();
  // Whether it computed meanwhile is the other tests' business: on a busy machine it may get no turn.
  const quick = { ...settings, limitMs: 100, misses: settings.busyMisses };
  let stop = (): void => {};
  try {
    await new Promise<void>((resolve) => {
      let answers = 0;
      const getResourceUsage = async () => {
        await new Promise((late) => setTimeout(late, quick.limitMs * 3));
        answers += 1;
        if (answers > quick.busyMisses) resolve();
        return undefined as never;
      };
      onHung.mockImplementation(resolve);
      stop = watchWorker({ pid: child.pid ?? 0, getResourceUsage }, quick, onHung);
    });
  } finally {
    stop();
    child.kill('SIGKILL');
  }
  expect(onHung).not.toHaveBeenCalled();
});
