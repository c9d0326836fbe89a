import type { Depth } from '../bots/BotHandler.ts';
import { readClip } from '../bots/clips/clip.ts';
import { ClipTrack } from '../bots/ClipTrack.ts';
import type { Reception } from '../bots/Reception.ts';

/** The names of the servers that forward media; `plenum again` is the null run. */
export const mediaPeers = ['plenum', 'plenum again', 'plenum slots', 'mediasoup', 'janus'] as const;
export type MediaPeer = (typeof mediaPeers)[number];

/** What one bot sends. */
export type Sent = 'mic' | 'camera';

/** How one bot takes part on any server. */
export interface Part {
  readonly name: string;
  readonly room: number;
  readonly depth: Depth;
  readonly sends: readonly Sent[];
}

/** One bot on one server. */
export interface PeerBot {
  readonly reception: Reception;
  close(): Promise<void> | void;
}

/** A server under comparison, in processes of its own. */
export interface PeerServer {
  /** The root of its processes. */
  readonly pid: number;
  /** Resolves when the bot sends what it has to send. */
  enter(part: Part): Promise<PeerBot>;
  /** After all have entered: everybody receives everybody of their room. */
  connectAll(): Promise<void>;
  close(): Promise<void>;
}

const clips = { mic: readClip('tone'), camera: readClip('camera') } as const;

/** The same bytes for every server. */
export function trackOf(sent: Sent): ClipTrack {
  return new ClipTrack(sent === 'mic' ? 'audio' : 'video', clips[sent]);
}
