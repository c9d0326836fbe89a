/** What a channel tells the side that listens. */
export interface ChannelEvents {
  onFrame(frame: Buffer): void;
  /** Nothing comes any more. Called once, and last. */
  onClosed(reason: string): void;
}

/** Carries frames to one other node and back: each whole and in order, until the channel is closed. */
export interface Channel {
  /** The name of the other node, as the channel authenticated it. */
  readonly peer: string;
  /** Bytes that the network has not taken yet. */
  readonly waiting: number;
  /** Never throws; after the end it does nothing. The frame is the channel's. */
  send(frame: Buffer): void;
  /** Called once; frames that came before wait until then. */
  listen(events: ChannelEvents): void;
  /** Idempotent; what was sent before still goes out. */
  close(): void;
}
