import type { Spread } from '../report.ts';
import type { MediaPeer } from './peer.ts';

/** One measured time of one server. */
export interface Window {
  readonly peer: MediaPeer;
  /** Why it does not count. */
  readonly void?: string;
  readonly packetsPerSecond: number;
  readonly microsPerPacket: number;
  readonly serverCpuShare: number;
  readonly generatorCpuShare: number;
  readonly othersCpuShare: number;
  readonly rssMiB: number;
  readonly loss: number;
  readonly delayMs: Spread;
}

/** A median with its spread. */
export interface Range {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

export function rangeOf(values: readonly number[]): Range | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  const [low = 0, high = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return { median: Math.round(((low + high) / 2) * 1_000) / 1_000, least, most, count: sorted.length };
}

/** The ratio of two servers: of the medians, and the least and most that the ranges allow. */
export interface Ratio {
  readonly of: MediaPeer;
  readonly to: MediaPeer;
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

/** Plenum's CPU for a packet by that of each other server. */
export function ratiosOf(windows: readonly Window[]): Ratio[] {
  const of = (peer: MediaPeer) =>
    rangeOf(windows.filter((window) => window.peer === peer).map(({ microsPerPacket }) => microsPerPacket));
  const pairs: readonly (readonly [MediaPeer, MediaPeer])[] = [
    ['plenum again', 'plenum'],
    ['plenum', 'janus'],
    ['plenum slots', 'janus'],
    ['plenum', 'mediasoup'],
  ];
  return pairs.flatMap(([one, other]) => {
    const [above, below] = [of(one), of(other)];
    if (!above || !below) return [];
    const share = (a: number, b: number) => Math.round((a / b) * 1_000) / 1_000;
    return [
      {
        of: one,
        to: other,
        ratio: share(above.median, below.median),
        least: share(above.least, below.most),
        most: share(above.most, below.least),
      },
    ];
  });
}

export function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
