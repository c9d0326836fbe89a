import { expect, it } from 'vitest';
import { packVp8, stamp, stampOf, stampOfPicture, stampPicture } from './payloads.ts';
import { isRtcp, isRtp, keyFramesWanted, payloadOf, writeReport, writeRtp } from './rtp.ts';

const header = { payloadType: 111, marker: true, sequence: 65_537, timestamp: 2 ** 32 + 960, ssrc: 0xfedc_ba98 };

it('writes a header that others read', () => {
  const packet = writeRtp(header, Buffer.from('sound'));
  expect(packet.toString('hex', 0, 12)).toBe('80ef0001000003c0fedcba98');
  expect(payloadOf(packet).toString()).toBe('sound');
  expect([isRtp(packet), isRtcp(packet)]).toEqual([true, false]);
});

it('puts the level into a one-byte header extension', () => {
  const packet = writeRtp({ ...header, level: { id: 10, value: 30 } }, Buffer.from('sound'));
  expect(packet.toString('hex', 12, 20)).toBe('bede0001a09e0000');
  expect(payloadOf(packet).toString()).toBe('sound');
});

it('stamps Opus in its padding, so that the frame stays what it was', () => {
  const opus = Buffer.from([0x78, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  const stamped = stamp(opus, { by: 77, count: 3, at: 1_234.5 });
  expect(stampOf(stamped)).toEqual({ by: 77, count: 3, at: 1_234.5 });
  expect(stampOf(opus)).toBeUndefined();
  // Code 3, one frame, padding with the length that follows.
  expect([...stamped.subarray(0, 3)]).toEqual([0x7b, 0x41, 16]);
  expect(stamped.subarray(3, 3 + opus.length - 1)).toEqual(opus.subarray(1));
});

it('stamps a picture behind its frame', () => {
  const frame = Buffer.alloc(40, 7);
  const stamped = stampPicture(frame, { by: 77, count: 3, at: 1_234.5 });
  expect(stampOfPicture(stamped)).toEqual({ by: 77, count: 3, at: 1_234.5 });
  expect(stampOfPicture(frame)).toBeUndefined();
  expect(stamped.subarray(0, frame.length)).toEqual(frame);
});

it('cuts a frame of VP8 into packets of which only the first begins it', () => {
  const payloads = packVp8(Buffer.alloc(2_500, 7), 300);
  expect(payloads.map((payload) => payload[0])).toEqual([0x90, 0x80, 0x80]);
  expect(payloads.every((payload) => payload[2] === 0x81 && payload[3] === 300 - 256)).toBe(true);
  expect(Buffer.concat(payloads.map((payload) => payload.subarray(4)))).toEqual(Buffer.alloc(2_500, 7));
});

it('finds key frame requests in a compound packet', () => {
  const report = writeReport(1, [{ ssrc: 5, fractionLost: 0, lost: 0, highest: 9 }]);
  const pli = Buffer.from('81ce00020000000100000007', 'hex');
  const fir = Buffer.from('84ce000400000001000000000000000901000000', 'hex');
  expect(keyFramesWanted(Buffer.concat([report, pli, fir]))).toEqual([7, 9]);
  expect(keyFramesWanted(report)).toEqual([]);
  expect([isRtcp(report), isRtp(report)]).toEqual([true, false]);
});
