// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StatsMeter } from './mediaStats.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const report = (...entries: Record<string, unknown>[]): RTCStatsReport =>
  new Map(entries.map((entry, index) => [String(index), entry]));

it('makes rates of what was counted since the last call', () => {
  const meter = new StatsMeter();
  vi.advanceTimersByTime(1_000);
  const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.04 };
  const inbound = { type: 'inbound-rtp', bytesReceived: 1_000, packetsReceived: 90, packetsLost: 10 };
  const send = report(
    { type: 'outbound-rtp', bytesSent: 500 },
    { type: 'remote-inbound-rtp', fractionLost: 0.2 },
    pair,
  );
  expect(meter.measure({ send, recv: report(inbound, { type: 'codec' }) })).toEqual({
    rttMs: 40,
    sendLoss: 0.2,
    recvLoss: 0.1,
    sendBitrate: 4_000,
    recvBitrate: 8_000,
  });
  vi.advanceTimersByTime(2_000);
  const later = { ...inbound, bytesReceived: 2_000, packetsReceived: 190 };
  expect(meter.measure({ recv: report(later) })).toEqual({
    sendLoss: 0,
    recvLoss: 0,
    sendBitrate: 0,
    recvBitrate: 4_000,
  });
});

it('is never negative when streams end', () => {
  const meter = new StatsMeter();
  vi.advanceTimersByTime(1_000);
  meter.measure({ recv: report({ type: 'inbound-rtp', bytesReceived: 9_000, packetsReceived: 9, packetsLost: 9 }) });
  vi.advanceTimersByTime(1_000);
  expect(meter.measure({})).toEqual({ sendLoss: 0, recvLoss: 0, sendBitrate: 0, recvBitrate: 0 });
});
