import { describe, expect, it, vi } from 'vitest';
import { StreamMeter } from './streamMeter.ts';
import { connectionOf, qualityOf, troubleOf } from './verdict.ts';

const stats = { sendLoss: 0, recvLoss: 0, sendBitrate: 0, recvBitrate: 0 };

describe('connection in a word', () => {
  it.each([
    [stats, 'good'],
    [{ ...stats, recvLoss: 0.05 }, 'fair'],
    [{ ...stats, sendLoss: 0.1 }, 'weak'],
    [{ ...stats, rttMs: 350 }, 'fair'],
    [{ ...stats, rttMs: 700 }, 'weak'],
  ] as const)('%o is %s', (numbers, expected) => expect(qualityOf(numbers)).toBe(expected));

  it('puts the line before the numbers', () => {
    expect(
      connectionOf({ line: { state: 'lost', attempt: 1, retryAt: 0 }, mediaLine: { state: 'open' } }, 'good'),
    ).toBe('lost');
    expect(connectionOf({ line: { state: 'open' }, mediaLine: { state: 'blocked' } }, 'good')).toBe('media');
    expect(connectionOf({ line: { state: 'open' }, mediaLine: { state: 'open' } }, 'weak')).toBe('weak');
  });
});

describe('where the trouble is', () => {
  const camera = (limit: string) =>
    [{ kind: 'video', bitrate: 0, limit, width: 0, height: 0, framesPerSecond: 0 }] as const;
  it.each([
    [{ ...stats, sendLoss: 0.05, recvLoss: 0.2 }, 'none', 'upload'],
    [{ ...stats, recvLoss: 0.05 }, 'none', 'download'],
    [{ ...stats, rttMs: 400 }, 'none', 'delay'],
    [stats, 'bandwidth', 'upload'],
    [stats, 'cpu', 'computer'],
    [stats, 'none', 'none'],
  ] as const)('%o with a camera limited by %s: %s', (numbers, limit, trouble) =>
    expect(troubleOf(numbers, camera(limit))).toBe(trouble),
  );
});

// Only `forEach` is read.
const report = (...entries: readonly object[]) =>
  new Map(entries.map((entry, id) => [String(id), entry])) as RTCStatsReport;

describe('each stream on its own', () => {
  it('is told as rates since the last look, by its track', () => {
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(1_000).mockReturnValueOnce(3_000);
    const meter = new StreamMeter();
    const inbound = (bytesReceived: number, packetsReceived: number, packetsLost: number) => ({
      type: 'inbound-rtp',
      id: 'in',
      kind: 'video',
      trackIdentifier: 'camera-of-ben',
      bytesReceived,
      packetsReceived,
      packetsLost,
      frameWidth: 640,
      frameHeight: 360,
      framesPerSecond: 24.6,
    });
    meter.measure({ recv: report(inbound(1_000, 100, 0)) });
    const { received } = meter.measure({ recv: report(inbound(26_000, 190, 10)) });
    expect(received).toEqual([
      {
        kind: 'video',
        track: 'camera-of-ben',
        bitrate: 100_000,
        loss: 0.1,
        width: 640,
        height: 360,
        framesPerSecond: 25,
      },
    ]);
  });

  it('says how the packets travel', () => {
    const meter = new StreamMeter();
    const by = (candidate: object) =>
      meter.measure({
        recv: report(
          { type: 'candidate-pair', nominated: true, localCandidateId: 'c' },
          { type: 'local-candidate', id: 'c', ...candidate },
        ),
      }).way;
    expect(by({ protocol: 'udp', candidateType: 'host' })).toBe('udp');
    expect(by({ protocol: 'tcp', candidateType: 'host' })).toBe('tcp');
    expect(by({ protocol: 'udp', candidateType: 'relay' })).toBe('relay');
    expect(meter.measure({}).way).toBeUndefined();
  });
});
