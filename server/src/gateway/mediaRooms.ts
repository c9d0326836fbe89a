import { inBackground } from '@plenum/shared/core/background';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import { abilityOfSource, endedWith, type Source, sources } from '@plenum/shared/features/media/contract';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import type { MediaEngine, MediaFact, MediaRights, MediaRoom } from '../media/MediaEngine.ts';
import type { RoomReport } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import type { MemberView, Slice } from '../room/serve.ts';

interface Entry {
  readonly room: Room;
  readonly media: Promise<MediaRoom>;
}

/** The media half of each room in which somebody has opened a media line. */
export class MediaRooms {
  readonly #engine: MediaEngine;
  readonly #slice: Slice<MediaFact>;
  readonly #rooms = new Map<RoomId, Entry>();
  /** Meetings in which somebody speaks to all rooms, and from which room. */
  readonly #speeches = new Map<RoomId, { readonly meeting: Room; readonly member: MemberId; readonly from: RoomId }>();

  readonly #report: RoomReport;

  constructor(engine: MediaEngine, slice: Slice<MediaFact>, report: RoomReport) {
    this.#engine = engine;
    this.#slice = slice;
    this.#report = report;
  }

  /** The media half of this room, made when it is first needed. */
  of(room: Room): Promise<MediaRoom> {
    const known = this.#rooms.get(room.id);
    if (known) return known.media;
    const media = this.#engine.createRoom(room.id, (fact) => room.tell(this.#slice, fact));
    this.#rooms.set(room.id, { room, media });
    const made = media.then(
      () => {
        this.refresh(room.id);
        const speech = this.#speeches.get(room.record.parent ?? room.id);
        if (speech) this.carry(speech.meeting);
      },
      // Told to who asked; the next one has another made.
      () => {
        if (this.#rooms.get(room.id)?.media === media) this.#rooms.delete(room.id);
      },
    );
    this.#inBackground(room.id, made);
    return media;
  }

  /**
   * Rights may have changed: ends what members send and may no longer send, takes away and gives what they may see, and
   * lets the presenter's voice come first.
   */
  refresh(id: RoomId): void {
    this.#with(id, (media, room) => {
      const { presenter } = room.committed(moderation);
      media.prefer(presenter === undefined ? [] : [presenter]);
      for (const member of room.seated) {
        const view = room.find(member);
        if (view) media.allow(member, rightsOf(view));
      }
    });
  }

  /** Carries the voice of whoever speaks to all rooms of a meeting, or carries it no more: as the meeting has it now. */
  carry(meeting: Room): void {
    const { running, places } = meeting.committed(breakout);
    const before = this.#speeches.get(meeting.id);
    const member = running?.speaker;
    const from = member === undefined ? undefined : (places[member] ?? meeting.id);
    if (before && (before.member !== member || before.from !== from)) {
      this.#speeches.delete(meeting.id);
      this.#with(before.from, (media) => media.speakTo(before.member, []));
    }
    if (!running || member === undefined || from === undefined) return;
    this.#speeches.set(meeting.id, { meeting, member, from });
    const others = [meeting.id, ...running.rooms.map(({ id }) => id)].filter((id) => id !== from);
    const told = this.#mediaOf(others).then((rooms) => {
      const now = this.#speeches.get(meeting.id);
      if (now?.member !== member || now.from !== from) return;
      this.#with(from, (media) =>
        media.speakTo(
          member,
          rooms.map(({ ears }) => ears),
        ),
      );
    });
    this.#inBackground(meeting.id, told);
  }

  /** Ends a stream, and what ends with it, for now; its sender is told and may start it again. */
  stop(room: RoomId, member: MemberId, source: Source): void {
    this.#with(room, (media) => endedWith(source).forEach((one) => media.stop(member, one, 'ended')));
  }

  /** Ends the media of somebody who left. */
  detach(room: RoomId, member: MemberId): void {
    this.#with(room, (media) => media.detach(member));
  }

  /** Mutes the microphones of these members; each may open their own again. */
  silence(room: RoomId, members: readonly MemberId[]): void {
    this.#with(room, (media) => members.forEach((member) => media.silence(member)));
  }

  /** Forgets a room that nobody is in any more, also one that is still being made. */
  close(room: RoomId): void {
    this.#with(room, (media) => media.close());
    this.#rooms.delete(room);
    this.#speeches.delete(room);
  }

  /** Of those rooms in which somebody has a media line. */
  async #mediaOf(rooms: readonly RoomId[]): Promise<MediaRoom[]> {
    const settled = await Promise.allSettled(rooms.flatMap((id) => this.#rooms.get(id)?.media ?? []));
    return settled.flatMap((made) => (made.status === 'fulfilled' ? [made.value] : []));
  }

  #with(id: RoomId, act: (media: MediaRoom, room: Room) => void): void {
    const entry = this.#rooms.get(id);
    const done = entry?.media.then(
      (media) => act(media, entry.room),
      // A room that could not be made has nothing to be told.
      () => undefined,
    );
    if (done) this.#inBackground(id, done);
  }

  #inBackground(room: RoomId, work: Promise<void>): void {
    inBackground(work, (error) => this.#report.failed(room, 'telling the media engine', error));
  }
}

/** What somebody may send and see, from what they may do. */
export function rightsOf({ role, abilities }: MemberView): MediaRights {
  return {
    send: sources.filter((source) => abilities.includes(abilityOfSource[source])),
    seesCameras: abilities.includes('cameraSee'),
    leads: role === 'host' || role === 'moderator',
  };
}
