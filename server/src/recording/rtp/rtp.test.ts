import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frames, type MediaFrame } from './Frames.ts';
import { opusLengthOf, silenceBetween } from './opus.ts';
import { Reorder } from './Reorder.ts';
import { LeastDelay, StreamClock } from './StreamClock.ts';
import { vp8PartOf, vp8SizeOf } from './vp8.ts';

function rtp(sequence: number, payload: Buffer, { timestamp = 0, marker = false } = {}): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8(marker ? 0x80 : 0, 1);
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp, 4);
  return Buffer.concat([head, payload]);
}

describe('the order of packets', () => {
  it('is that of their numbers, each once, however they come within the wait, also over the end of the numbers', () => {
    const moves = fc.array(fc.nat(5), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(moves, fc.nat(0xffff), fc.boolean(), (delays, first, twice) => {
        const got: number[] = [];
        const order = new Reorder(
          ({ payload }) => got.push(payload.readUInt8(0)),
          () => expect.unreachable('nothing is lost'),
        );
        // The first packet comes first: it says where the stream begins.
        const sent = delays.map((delay, index) => ({ index, at: index === 0 ? -1 : index + delay }));
        sent.sort((a, b) => a.at - b.at);
        for (const { index, at } of sent) {
          const packet = rtp(first + index, Buffer.from([index]));
          order.push(packet, at * 10);
          if (twice) order.push(packet, at * 10);
        }
        expect(got).toEqual(delays.map((_, index) => index));
      }),
    );
  });

  it('goes on without a packet that never comes, and says so once', () => {
    const got: number[] = [];
    let lost = 0;
    const order = new Reorder(
      ({ payload }) => got.push(payload.readUInt8(0)),
      () => (lost += 1),
    );
    for (const index of [0, 1, 3, 4]) order.push(rtp(index, Buffer.from([index])), index * 10);
    expect(got).toEqual([0, 1]);
    order.push(rtp(5, Buffer.from([5])), 1_000);
    expect([got, lost]).toEqual([[0, 1, 3, 4, 5], 1]);
  });

  it('begins anew when the numbers belong to another sender', () => {
    const got: number[] = [];
    const order = new Reorder(
      ({ payload }) => got.push(payload.readUInt8(0)),
      () => {},
    );
    for (const [sequence, index] of [
      [100, 0],
      [101, 1],
      [40_000, 2],
      [40_001, 3],
    ] as const) {
      order.push(rtp(sequence, Buffer.from([index])), index);
    }
    expect(got).toEqual([0, 1, 2, 3]);
  });

  it('ignores bytes that are no packet', () => {
    const order = new Reorder(
      () => expect.unreachable(),
      () => {},
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        if ((bytes[0] ?? 0) >> 6 !== 2) order.push(Buffer.from(bytes), 0);
      }),
    );
  });
});

/** A key frame of 16 × 8, or a frame that needs one. */
const key = Buffer.from([0x10, 0, 0, 0x9d, 1, 0x2a, 16, 0, 8, 0, 1, 2, 3]);
const delta = Buffer.from([0x11, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5]);

describe('frames of a picture', () => {
  function frames() {
    const got: MediaFrame[] = [];
    let asked = 0;
    const made = new Frames({ codec: 'vp8', onFrame: (frame) => got.push(frame), onNeedsKey: () => (asked += 1) });
    const push = (sequence: number, data: Buffer, timestamp: number) =>
      made.push(rtp(sequence, Buffer.concat([Buffer.from([0x10]), data]), { timestamp, marker: true }), timestamp);
    return { got, push, made, asked: () => asked };
  }

  it('begin with a key frame, and go on with one after a loss', () => {
    const { got, push, asked } = frames();
    push(1, delta, 1);
    push(2, key, 2);
    push(3, delta, 3);
    push(5, delta, 1_000);
    push(6, delta, 2_000);
    push(7, key, 3_000);
    expect(got.map(({ timestamp, isKey }) => [timestamp, isKey])).toEqual([
      [2, true],
      [3, false],
      [3_000, true],
    ]);
    expect(asked()).toBeGreaterThan(0);
  });

  it('are put together of several packets', () => {
    const { got, made } = frames();
    made.push(rtp(1, Buffer.concat([Buffer.from([0x10]), key.subarray(0, 6)])), 0);
    made.push(rtp(2, Buffer.concat([Buffer.from([0x00]), key.subarray(6)]), { marker: true }), 0);
    expect(got[0]?.data.equals(key)).toBe(true);
    expect(vp8SizeOf(key)).toEqual({ width: 16, height: 8 });
  });

  it('are read whatever the descriptor has', () => {
    const body = Buffer.from([9, 9]);
    for (const head of [[0x10], [0x90, 0x80, 0x11], [0x90, 0x80, 0x91, 0x11], [0x90, 0xf0, 0x91, 0x11, 1, 2]]) {
      expect(vp8PartOf(Buffer.concat([Buffer.from(head), body]))).toEqual({ begins: true, data: body });
    }
    expect(vp8PartOf(Buffer.from([0x90, 0xf0]))).toBeUndefined();
  });
});

describe('silence', () => {
  it('fills a gap up to less than a packet', () => {
    fc.assert(
      fc.property(fc.nat(3_000), (gap) => {
        let end = 0;
        for (const { at, data } of silenceBetween(0, gap)) {
          expect(at).toBe(end);
          end += opusLengthOf(data);
        }
        expect(gap - end).toBeGreaterThanOrEqual(0);
        expect(gap - end).toBeLessThan(20);
      }),
    );
  });
});

describe('the time of streams', () => {
  /** Two hours of sound and picture of one sender whose clock is wrong by `drift`, over a network with jitter. */
  function skewAfter({ drift, reports }: { drift: number; reports: boolean }) {
    const sender = new LeastDelay();
    const [sound, picture] = [new StreamClock(48_000, sender), new StreamClock(90_000, sender)];
    let random = 1;
    const jitter = (most: number) => ((random = (random * 16_807) % 2_147_483_647) / 2_147_483_647) * most;
    let [skew, wrong] = [0, 0];
    for (let ms = 0; ms < 2 * 3_600_000; ms += 500) {
      const [heard, seen] = [ms + 30 + jitter(40), ms + 50 + jitter(60)];
      const theirs = ms * (1 + drift);
      const rtpOf = (rate: number, offset: number) => (Math.round((theirs * rate) / 1_000) + offset) >>> 0;
      const [a, v] = [sound.timeOf(rtpOf(48_000, 4_000_000_000), heard), picture.timeOf(rtpOf(90_000, 77), seen)];
      if (reports && ms % 5_000 === 0) {
        sound.report(rtpOf(48_000, 4_000_000_000), 9e11 + theirs, heard + 1);
        picture.report(rtpOf(90_000, 77), 9e11 + theirs, seen + 1);
      }
      // The first reports come after some seconds.
      if (ms < 20_000) continue;
      skew = Math.max(skew, Math.abs(a - v));
      wrong = Math.max(wrong, Math.abs(a - (ms + 30)), Math.abs(v - (ms + 30)));
    }
    return { skew, wrong };
  }

  it.each([0, 100e-6, -100e-6])('stays within 40 ms for two hours with a clock that drifts by %d', (drift) => {
    const { skew, wrong } = skewAfter({ drift, reports: true });
    expect(skew).toBeLessThan(40);
    expect(wrong).toBeLessThan(40);
  });

  it('needs no reports where none come', () => {
    expect(skewAfter({ drift: 100e-6, reports: false }).skew).toBeLessThan(40);
  });

  it('does not follow the reports of another layer, or those that lie', () => {
    const clock = new StreamClock(90_000, new LeastDelay());
    clock.timeOf(90_000, 1_000);
    clock.report(3_000_000_000, 5_000, 1_001);
    clock.report(90_000 + 90_000 * 600, 605_000, 1_002);
    expect(clock.timeOf(180_000, 2_000)).toBeCloseTo(2_000, 0);
  });

  it('follows a clock that was set', () => {
    const clock = new LeastDelay();
    for (let ms = 0; ms < 30_000; ms += 100) clock.note(ms, ms + 20);
    for (let ms = 30_000; ms < 60_000; ms += 100) clock.note(ms + 3_600_000, ms + 20);
    expect(clock.map(3_660_000)).toBeCloseTo(60_020, 0);
  });
});
