import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRtp } from './createRtp.ts';
import { sequenceOf, timestampOf } from './rtp.ts';
import { SlotRewriter, samplesPerMs } from './SlotRewriter.ts';

const ssrc = 4_242;
const frame = 20 * samplesPerMs;

interface Sent {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marked: boolean;
  readonly at: number;
}

/** An audio slot, and all packets that it sent. */
function slot() {
  const rewriter = new SlotRewriter(ssrc);
  const sent: Sent[] = [];
  const send = (sequence: number, timestamp: number, at: number): boolean => {
    const packet = createRtp({ sequence, timestamp });
    const passes = rewriter.rewrite(packet, at);
    if (passes) {
      if (packet.readUInt32BE(8) !== ssrc) throw new Error('another SSRC');
      const marked = packet.readUInt8(1) >> 7 === 1;
      sent.push({ sequence: sequenceOf(packet), timestamp: timestampOf(packet), marked, at });
    }
    return passes;
  };
  return { rewriter, sent, send };
}

const ahead16 = (to: number, from: number): number => ((to - from) << 16) >> 16;
const ahead32 = (to: number, from: number): number => (to - from) | 0;
const pairs = (sent: readonly Sent[]): [Sent, Sent][] =>
  sent.slice(1).flatMap((now, i) => (sent[i] ? [[sent[i], now] satisfies [Sent, Sent]] : []));

const any16 = fc.integer({ min: 0, max: 0xffff });
const any32 = fc.integer({ min: 0, max: 0xffff_ffff });

/** Speakers in turn, each with its own clocks, a silence before it, and packets lost on the way. */
const speech = fc.record({
  silenceMs: fc.integer({ min: 0, max: 5_000 }),
  sequence: any16,
  timestamp: any32,
  packets: fc.array(fc.record({ lost: fc.integer({ min: 0, max: 3 }), jitterMs: fc.integer({ min: 0, max: 15 }) }), {
    minLength: 1,
    maxLength: 60,
  }),
});

describe('SlotRewriter', () => {
  it('makes one stream of any speakers: no gap but where packets were lost, time never back and never fast', () => {
    fc.assert(
      fc.property(fc.array(speech, { minLength: 1, maxLength: 12 }), (speeches) => {
        const { rewriter, sent, send } = slot();
        const lost: number[] = [];
        let at = 0;
        for (const { silenceMs, sequence, timestamp, packets } of speeches) {
          rewriter.begin();
          at += silenceMs;
          let n = 0;
          for (const [i, { lost: gap, jitterMs }] of packets.entries()) {
            // Packets lost before the first speaker is heard leave no gap.
            const missed = i === 0 ? 0 : gap;
            n += i === 0 ? 0 : missed + 1;
            at += (missed + 1) * 20;
            expect(send(sequence + n, timestamp + n * frame, at + jitterMs)).toBe(true);
            lost.push(missed);
          }
        }
        for (const [i, [before, now]] of pairs(sent).entries()) {
          expect(ahead16(now.sequence, before.sequence)).toBe(1 + (lost[i + 1] ?? 0));
          expect(ahead32(now.timestamp, before.timestamp)).toBeGreaterThanOrEqual(frame);
        }
        const [first, last] = [sent[0], sent.at(-1)];
        if (!first || !last) return;
        const elapsed = (last.at - first.at) * samplesPerMs;
        // Each switch may add as much time as the network's jitter hid, not more.
        expect(Math.abs(ahead32(last.timestamp, first.timestamp) - elapsed)).toBeLessThanOrEqual(3 * frame);
      }),
    );
  });

  it('stays one stream whatever a sender sends', () => {
    const packet = fc.record({ sequence: any16, timestamp: any32, waitMs: fc.integer({ min: 0, max: 100 }) });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 200 }), (packets) => {
        const { sent, send } = slot();
        let at = 0;
        for (const { sequence, timestamp, waitMs } of packets) send(sequence, timestamp, (at += waitMs));
        let newest = sent[0];
        for (const now of sent.slice(1)) {
          if (!newest) return;
          const ahead = ahead16(now.sequence, newest.sequence);
          expect(Math.abs(ahead)).toBeLessThanOrEqual(250);
          const step = ahead32(now.timestamp, newest.timestamp);
          if (ahead > 0) expect(step).toBeGreaterThan(0);
          if (ahead > 0) newest = now;
        }
      }),
    );
  });

  it('goes on where a number goes round', () => {
    const { sent, send } = slot();
    for (let i = 0; i < 70_000; i += 1) send(65_000 + i, 0xffff_0000 + i * frame, i * 20);
    expect(pairs(sent).every(([before, now]) => ahead16(now.sequence, before.sequence) === 1)).toBe(true);
    expect(pairs(sent).every(([before, now]) => ahead32(now.timestamp, before.timestamp) === frame)).toBe(true);
  });

  it('lets a late packet take its place, and drops one from before its turn', () => {
    const { rewriter, sent, send } = slot();
    send(10, 0, 0);
    send(12, 2 * frame, 40);
    expect(send(11, frame, 45)).toBe(true);
    expect(sent.map(({ sequence }) => sequence)).toEqual([10, 12, 11]);
    rewriter.begin();
    send(500, 90_000, 60);
    expect(send(499, 90_000 - frame, 65)).toBe(false);
    expect(sent.map(({ sequence }) => sequence)).toEqual([10, 12, 11, 13]);
  });

  it('lets silence take its time, and marks where sound begins again', () => {
    const { rewriter, sent, send } = slot();
    send(1, 1_000, 0);
    send(2, 1_000 + frame, 20);
    rewriter.begin();
    send(700, 5, 3_020);
    send(701, 5 + frame, 3_040);
    const [, second, third, fourth] = sent;
    expect(ahead32(third?.timestamp ?? 0, second?.timestamp ?? 0)).toBe(3_000 * samplesPerMs);
    expect(sent.map(({ marked }) => marked)).toEqual([true, false, true, false]);
    expect(ahead32(fourth?.timestamp ?? 0, third?.timestamp ?? 0)).toBe(frame);
  });

  it('keeps the rhythm of discontinuous transmission', () => {
    const { sent, send } = slot();
    send(1, 0, 0);
    send(2, frame, 20);
    send(3, 21 * frame, 420);
    send(4, 41 * frame, 820);
    send(5, 42 * frame, 840);
    const steps = pairs(sent).map(([before, now]) => ahead32(now.timestamp, before.timestamp) / frame);
    expect(steps).toEqual([1, 20, 20, 1]);
  });

  it('is not carried away by a sender whose clock runs wild', () => {
    const { rewriter, sent, send } = slot();
    for (let i = 0; i < 100; i += 1) send(i, i * 500 * frame, i * 20);
    rewriter.begin();
    send(9_000, 7, 2_000);
    send(9_001, 7 + frame, 2_020);
    const [first, last] = [sent[0], sent.at(-1)];
    const ahead = ahead32(last?.timestamp ?? 0, first?.timestamp ?? 0) - 2_020 * samplesPerMs;
    expect(Math.abs(ahead)).toBeLessThanOrEqual(2_000 * samplesPerMs);
  });
});
