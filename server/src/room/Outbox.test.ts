import type { LogEntry } from '@plenum/shared/core/log';
import { expect, it } from 'vitest';
import { FakeClock } from '../../test/FakeClock.ts';
import { Outbox } from './Outbox.ts';
import type { Clock } from './ports.ts';

const plain = { hold: () => undefined, release: () => undefined, pauseMs: () => 0 };

it('lets the event loop run between the announcements of a large group, and keeps their order', async () => {
  let now = 0;
  const pauses: (() => void)[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after: (_ms, callback) => {
      pauses.push(callback);
      return () => undefined;
    },
  };
  const failures: unknown[] = [];
  const outbox = new Outbox({
    ...plain,
    clock,
    append: async () => undefined,
    onLost: (error) => failures.push(error),
    onFailed: (error) => failures.push(error),
  });
  const told: number[] = [];
  const all = Array.from({ length: 100 }, (_, index) => {
    const onCommitted = () => {
      now += 3;
      told.push(index);
      return undefined;
    };
    return outbox.push({ entries: [], onCommitted });
  });
  await expect.poll(() => pauses.length).toBe(1);
  expect(told.length).toBeLessThan(10);
  const closed = outbox.close();
  while (told.length < 100) {
    pauses.shift()?.();
    await new Promise((resolve) => void setImmediate(resolve));
  }
  await Promise.all([...all, closed]);
  expect(told).toEqual([...Array(100).keys()]);
  expect(failures).toEqual([]);
});

it('announces the next bundle only after a long announcement has ended', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const outbox = new Outbox({
    ...plain,
    clock: new FakeClock(),
    append: async () => undefined,
    onLost: () => undefined,
    onFailed: () => undefined,
  });
  const told: string[] = [];
  const first = outbox.push({
    entries: [],
    onCommitted: () => {
      told.push('first begins');
      return promise.then(() => void told.push('first ends'));
    },
  });
  const second = outbox.push({
    entries: [],
    onCommitted: () => {
      told.push('second');
      return undefined;
    },
  });
  await expect.poll(() => told).toEqual(['first begins']);
  resolve();
  await Promise.all([first, second]);
  expect(told).toEqual(['first begins', 'first ends', 'second']);
});

it('hands over no more than some rows at once, in order, and all of them', async () => {
  const appends: (readonly LogEntry[])[] = [];
  const outbox = new Outbox({
    ...plain,
    clock: new FakeClock(),
    append: async (entries) => void appends.push(entries),
    onLost: (error) => expect.fail(String(error)),
    onFailed: (error) => expect.fail(String(error)),
  });
  const entry = (seq: number): LogEntry => ({ seq, at: 0, feature: 'hand', event: 'raised', payload: {} });
  const seqs = Array.from({ length: 500 }, (_, index) => index + 1);
  await Promise.all(seqs.map((seq) => outbox.push({ entries: [entry(seq)], onCommitted: () => undefined })));
  expect(Math.max(...appends.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(appends.flat().map(({ seq }) => seq)).toEqual(seqs);
});

it('announces a commit together, waits between commits, and answers when the events have left', async () => {
  const clock = new FakeClock();
  const did: string[] = [];
  const outbox = new Outbox({
    clock,
    append: async (entries) => void did.push(`${entries.length} written`),
    hold: () => void did.push('hold'),
    release: () => void did.push('release'),
    pauseMs: () => 20,
    onLost: (error) => expect.fail(String(error)),
    onFailed: (error) => expect.fail(String(error)),
  });
  const push = (name: string) =>
    outbox
      .push({ entries: [{ seq: 1, at: 0, feature: 'hand', event: name, payload: {} }], onCommitted: () => tell(name) })
      .then(() => did.push(`${name} answered`));
  const tell = (name: string) => {
    did.push(name);
    return undefined;
  };
  await push('a');
  const [first, second] = [push('b'), push('c')];
  await expect.poll(() => clock.waiting).toBe(1);
  expect(did).toEqual(['1 written', 'hold', 'a', 'release', 'a answered']);
  did.length = 0;
  clock.advance(20);
  await Promise.all([first, second]);
  expect(did).toEqual(['2 written', 'hold', 'b', 'c', 'release', 'b answered', 'c answered']);
});
