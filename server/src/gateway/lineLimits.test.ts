import { expect, it } from 'vitest';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import { features } from '@plenum/shared/features/index';
import { TokenBucket } from '../room/TokenBucket.ts';
import { Allowance, lineLimit } from './lineLimits.ts';

const contracts = features.map(({ contract }) => contract);

it.each(['commands', 'requests'] as const)(
  'a client that keeps the limits of all %s never reaches the limit of the line',
  (kind) => {
    let time = 0;
    const line = new Allowance(lineLimit(contracts, kind), () => time);
    const buckets = contracts
      .flatMap((contract) => Object.values(contract[kind]))
      .map(({ limit }) => new TokenBucket(limit, time));
    let sent = 0;
    for (; time < 20_000; time += 50) {
      for (const bucket of buckets) {
        while (bucket.take(time)) {
          sent += 1;
          if (!line.takes(100)) throw new Error(`refused after ${sent} messages`);
        }
      }
    }
    expect(sent).toBeGreaterThan(lineLimit(contracts, kind).burst);
    while (line.takes(100)) sent += 1;
    expect(line.takes(100)).toBe(false);
  },
);

it('counts bytes too, and refills them with time', () => {
  let time = 0;
  const line = new Allowance({ burst: 10_000, perSecond: 10_000 }, () => time);
  const message = 65_536;
  let passed = 0;
  while (line.takes(message)) passed += 1;
  expect(passed).toBe(128);
  time += 1_000;
  for (passed = 0; line.takes(message); ) passed += 1;
  expect(passed).toBe(16);
});

it('takes a full page of a board at once', () => {
  const line = new Allowance(lineLimit(contracts, 'commands'), () => 0);
  // In the frames of the client, with the overhead of JSON.
  for (let left: number = whiteboardLimits.pageWeight; left > 0; left -= 40_000) expect(line.takes(45_000)).toBe(true);
});

it('tolerates a bounded number of refusals', () => {
  const line = new Allowance({ burst: 1, perSecond: 1 }, () => 0);
  let borne = 0;
  while (line.tolerates()) borne += 1;
  expect(borne).toBe(200);
});
