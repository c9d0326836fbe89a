/** A track made from another one. Closing it does not stop the other. */
export interface Effect {
  readonly track: MediaStreamTrack;
  close(): void;
}
