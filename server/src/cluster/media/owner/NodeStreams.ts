export type Kind = 'audio' | 'video';

/** A stream that a member sends at this wing. */
export interface Sent {
  setPaused(paused: boolean): void;
  /** The stream has ended. Idempotent. */
  end(): void;
}

/** What one member's transports need to know of the room's streams, on any node. */
export interface NodeStreams {
  /** A stream enters the room here, until its `end`. */
  add(id: string, kind: Kind): Sent;
  /** Resolves when the stream can be consumed here. Call the result when the member begins or ceases to receive it. */
  bring(id: string): Promise<(flows: boolean) => void>;
  /** Calls back at the end of the stream, until the returned function is called. */
  onEnd(id: string, callback: () => void): () => void;
}
