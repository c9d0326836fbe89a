import type { Page } from 'puppeteer';

/** What one browser has received of one stream since it started. */
export interface Received {
  readonly id: string;
  readonly kind: 'audio' | 'video';
  readonly framesDecoded: number;
  readonly width: number;
  /** Sum over time of the squared level: above zero means that something was heard. */
  readonly audioEnergy: number;
  readonly packets: number;
}

declare global {
  interface Window {
    /** Put there by `newPage`. */
    readonly peerConnections: RTCPeerConnection[];
  }
}

/** Every stream that this page receives now, as its browser counts it. */
export function receivedBy(page: Page): Promise<Received[]> {
  return page.evaluate(async () => {
    const live = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(live.map((connection) => connection.getStats()));
    const streams = reports.flatMap((report) => [...report.values()]).filter((entry) => entry.type === 'inbound-rtp');
    return streams.map((entry) => ({
      id: String(entry.id),
      kind: entry.kind as 'audio' | 'video',
      framesDecoded: Number(entry.framesDecoded ?? 0),
      width: Number(entry.frameWidth ?? 0),
      audioEnergy: Number(entry.totalAudioEnergy ?? 0),
      packets: Number(entry.packetsReceived ?? 0),
    }));
  });
}

/** Streams on which something is really seen or heard between two looks. */
export function moving(before: readonly Received[], now: readonly Received[]): { video: number; audio: number } {
  const grown = now.filter((stream) => {
    const earlier = before.find(({ id }) => id === stream.id);
    return stream.kind === 'video'
      ? stream.framesDecoded > (earlier?.framesDecoded ?? 0)
      : stream.audioEnergy > (earlier?.audioEnergy ?? 0);
  });
  return {
    video: grown.filter(({ kind }) => kind === 'video').length,
    audio: grown.filter(({ kind }) => kind === 'audio').length,
  };
}
