import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRtp } from './createRtp.ts';
import { isRtp, levelOf } from './rtp.ts';

const header = createRtp({ sequence: 1, timestamp: 1 }).subarray(0, 12);
const withExtensions = (profile: number, bytes: number[], payload = Buffer.alloc(40)): Buffer => {
  const start = Buffer.alloc(4);
  start.writeUInt16BE(profile, 0);
  start.writeUInt16BE(bytes.length / 4, 2);
  const packet = Buffer.concat([header, start, Buffer.from(bytes), payload]);
  packet.writeUInt8(0x90, 0);
  return packet;
};

it('reads the level of one-byte and two-byte extensions, among others and padding', () => {
  expect(levelOf(createRtp({ sequence: 1, timestamp: 1, level: -37 }), 1)).toBe(-37);
  expect(levelOf(withExtensions(0xbede, [0x31, 1, 2, 0, 0xa0, 0x80 | 50, 0, 0]), 10)).toBe(-50);
  expect(levelOf(withExtensions(0x1000, [3, 2, 9, 9, 0, 10, 1, 60]), 10)).toBe(-60);
});

it('takes a packet without a level for an ordinary voice, and a tiny one for silence', () => {
  expect(levelOf(createRtp({ sequence: 1, timestamp: 1 }), 1)).toBe(-45);
  expect(levelOf(createRtp({ sequence: 1, timestamp: 1, payload: Buffer.from([0xf8]) }), 1)).toBe(-127);
});

it('survives any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 0, max: 15 }), (bytes, id) => {
      const packet = Buffer.from(bytes);
      if (!isRtp(packet)) return;
      const level = levelOf(packet, id);
      expect(level).toBeGreaterThanOrEqual(-127);
      expect(level).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2_000 },
  );
});
