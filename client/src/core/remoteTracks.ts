import type { MemberId } from '@plenum/shared/core/ids';
import type { ConsumerInfo } from '@plenum/shared/features/media/contract';
import type { Meeting } from './meeting.ts';
import { type SlotTrack, trackKey } from './store.ts';

/** Writes the received streams to the store. */
export class RemoteTracks {
  readonly #meeting: Meeting;
  /** The member heard in each audio slot; may arrive before the slot. */
  #heard: readonly (MemberId | null)[] = [];

  constructor(meeting: Meeting) {
    this.#meeting = meeting;
  }

  /** A later stream of the same member and source, or of the same audio slot, replaces the earlier one. */
  add(info: ConsumerInfo, track: MediaStreamTrack): void {
    const { tracks, slots } = this.#meeting.state;
    if ('slot' in info) {
      const { slot, id: consumerId } = info;
      const others = slots.filter((other) => other.slot !== slot);
      this.#setSlots([...others, { slot, consumerId, track, member: undefined }].sort((a, b) => a.slot - b.slot));
      return;
    }
    const { id, source } = info;
    const member = this.#meeting.idOf(info.member);
    const remote = { member, source, consumerId: id, track };
    this.#meeting.update({ tracks: { ...tracks, [trackKey(member, source)]: remote } });
  }

  /** The holder of an audio slot changed. */
  hear(members: readonly (MemberId | null)[]): void {
    this.#heard = members;
    this.#setSlots(this.#meeting.state.slots);
  }

  /** @param ids of consumers; a consumer that was replaced is ignored */
  drop(ids: readonly string[]): void {
    const { tracks, slots } = this.#meeting.state;
    const entries = Object.entries(tracks);
    const left = entries.filter(([, remote]) => remote && !ids.includes(remote.consumerId));
    if (left.length < entries.length) this.#meeting.update({ tracks: Object.fromEntries(left) });
    const slotsLeft = slots.filter(({ consumerId }) => !ids.includes(consumerId));
    if (slotsLeft.length < slots.length) this.#meeting.update({ slots: slotsLeft });
  }

  clear(): void {
    this.#heard = [];
    this.#meeting.update({ tracks: {}, slots: [] });
  }

  /** An audio slot with the same holder stays the same object, so that React does not render it again. */
  #setSlots(slots: readonly SlotTrack[]): void {
    const voiced = slots.map((slot) => {
      const heard = this.#heard[slot.slot];
      const member = heard === undefined || heard === null ? undefined : this.#meeting.idOf(heard);
      return slot.member === member ? slot : { ...slot, member };
    });
    this.#meeting.update({ slots: voiced });
  }
}
