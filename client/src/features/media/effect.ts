/** A track made from another. Closing it leaves the other as it is. */
export interface Effect {
  readonly track: MediaStreamTrack;
  close(): void;
}
