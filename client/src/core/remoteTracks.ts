import type { ConsumerInfo } from '@plenum/shared/features/media/contract';
import type { Meeting } from './meeting.ts';
import { trackKey } from './store.ts';

/** The part of the store that holds what arrives here. */
export class RemoteTracks {
  readonly #meeting: Meeting;

  constructor(meeting: Meeting) {
    this.#meeting = meeting;
  }

  /** A later stream of the same member and source takes the place of the earlier. */
  add({ id, member, source }: ConsumerInfo, track: MediaStreamTrack): void {
    const { tracks } = this.#meeting.state;
    const remote = { member, source, consumerId: id, track };
    this.#meeting.update({ tracks: { ...tracks, [trackKey(member, source)]: remote } });
  }

  /** @param ids of consumers; one whose place was taken since changes nothing */
  drop(ids: readonly string[]): void {
    const tracks = Object.entries(this.#meeting.state.tracks);
    const left = tracks.filter(([, remote]) => remote && !ids.includes(remote.consumerId));
    if (left.length < tracks.length) this.#meeting.update({ tracks: Object.fromEntries(left) });
  }

  clear(): void {
    this.#meeting.update({ tracks: {} });
  }
}
