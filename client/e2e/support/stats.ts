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

/** Packets of each layer of its camera that a browser has sent since it started, the smallest picture first. */
export function sentLayers(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const live = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(live.map((connection) => connection.getStats()));
    const streams = reports.flatMap((report) => [...report.values()]).filter((entry) => entry.type === 'outbound-rtp');
    const layers = streams.filter(({ rid }) => typeof rid === 'string');
    layers.sort((a, b) => String(a.rid).localeCompare(String(b.rid)));
    return layers.map(({ packetsSent }) => Number(packetsSent ?? 0));
  });
}

/** How many streams of sound the other side has ever negotiated with this page. */
export function negotiatedSounds(page: Page): Promise<number> {
  return page.evaluate(() => {
    const offers = window.peerConnections.map(({ remoteDescription }) => remoteDescription);
    return offers.reduce((sum, offer) => {
      return sum + (offer?.type === 'offer' ? offer.sdp.split('m=audio').length - 1 : 0);
    }, 0);
  });
}

/** Ports of the media workers to which this page is connected. */
export function workerPorts(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const live = window.peerConnections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(live.map((connection) => connection.getStats()));
    const ends = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === 'remote-candidate');
    return [...new Set(ends.map(({ port }) => Number(port)))];
  });
}
