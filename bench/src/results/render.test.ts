import { expect, it } from 'vitest';
import type { Report } from '../report.ts';
import type { Kept } from './kept.ts';
import { resultsText } from './render.ts';

const window = (peer: string, microsPerPacket: number, reason?: string) => ({
  peer,
  microsPerPacket,
  ...(reason !== undefined && { void: reason }),
  packetsPerSecond: 10_000,
  rssMiB: 100,
  othersCpuShare: 0.1,
  delayMs: { p50: 2, p95: 3, p99: 9, max: 10 },
});

function kept(...reports: Partial<Report>[]): Kept {
  const machine = { processor: 'P', cores: 2, memoryGiB: 4, system: 'S', kernel: 'K', node: 'v24' };
  return {
    command: '',
    at: '2026-11-30T10:20:30Z',
    commit: 'abc',
    machine,
    versions: { mediasoup: '3' },
    reports: reports.map((report) => ({ scenario: 's', pass: true, participants: 1, failures: [], ...report })),
  };
}

it('says of every goal whether it is met, and why not', () => {
  const windows = [
    window('plenum', 10),
    window('plenum', 12),
    window('plenum again', 11),
    window('janus', 30),
    window('janus', 5, 'busy'),
  ];
  const text = resultsText(
    new Map([
      ['audio-200', kept({ windows, floor: [{ both: 7 }] })],
      ['board-200', kept({ plenum: { strokeMs: { p99: 400 } }, yjs: { strokeMs: { p99: 4_000 } } })],
    ]),
  );
  expect(text).toContain('| CPU for a packet, one voice to 200 / Janus | ≤ 0.5 | 0.367 (0.333–0.4) | **met** |');
  expect(text).toContain('| ≤ 50 ms | 400 ms | missed | A system call for each receiver');
  expect(text).toContain('not measured | – |');
  expect(text).toContain('plenum again / plenum: **1**');
});

it('counts void runs and leaves them out of medians', () => {
  const report = (seconds: number, reason?: string) => ({
    sinceClickMs: { firstPacket: { p95: seconds * 1_000 } },
    ...(reason !== undefined && { void: reason }),
  });
  const text = resultsText(new Map([['join-200', kept(report(1), report(9, 'the generator was busy'), report(1.2))]]));
  expect(text).toContain('3 runs, 1 void (the generator was busy)');
  expect(text).toContain('| ≤ 1.5 s | 1.1 s (1–1.2) | **met** |');
});
