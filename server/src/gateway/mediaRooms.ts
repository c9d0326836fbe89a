import { inBackground } from '@plenum/shared/core/background';
import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { MediaEngine, MediaFact, MediaRoom } from '../media/MediaEngine.ts';
import type { MediaOrder, MediaRules } from '../media/MediaOrders.ts';
import type { RoomReport } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import type { Slice } from '../room/serve.ts';

type StoppedSources = Extract<MediaOrder, { readonly type: 'stop' }>['sources'];

interface Entry {
  readonly room: Room;
  readonly media: Promise<MediaRoom>;
}

/** The engine's rooms: one for each room in which a member has opened a media line. */
export class MediaRooms {
  readonly #engine: MediaEngine;
  readonly #slice: Slice<MediaFact>;
  readonly #rules: MediaRules;
  readonly #rooms = new Map<RoomId, Entry>();
  /** The meetings in which a member speaks to all rooms, with the member and the room that the member is in. */
  readonly #speeches = new Map<RoomId, { readonly meeting: Room; readonly member: MemberId; readonly from: RoomId }>();

  readonly #report: RoomReport;

  constructor(engine: MediaEngine, slice: Slice<MediaFact>, rules: MediaRules, report: RoomReport) {
    this.#engine = engine;
    this.#slice = slice;
    this.#rules = rules;
    this.#report = report;
  }

  /** The engine's room for this room, created when it is first needed. */
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
      // The caller gets the error; the next call creates another one.
      () => {
        if (this.#rooms.get(room.id)?.media === media) this.#rooms.delete(room.id);
      },
    );
    this.#inBackground(room.id, made);
    return media;
  }

  /**
   * Applies changed rights: ends streams that their members may no longer send, shows and hides streams, and gives audio
   * slots first to the members who must be heard.
   */
  refresh(id: RoomId): void {
    this.#with(id, (media, room) => {
      media.prefer(this.#rules.preferredIn(room));
      for (const member of room.seated) {
        const view = room.find(member);
        if (view) media.allow(member, this.#rules.rightsOf(view));
      }
    });
  }

  /** Carries the voice of the member who speaks to all rooms of a meeting, or stops carrying it, as the meeting's state says. */
  carry(meeting: Room): void {
    const speech = this.#rules.speechIn(meeting);
    const before = this.#speeches.get(meeting.id);
    if (before && (before.member !== speech?.member || before.from !== speech.from)) {
      this.#speeches.delete(meeting.id);
      this.#with(before.from, (media) => media.speakTo(before.member, []));
    }
    if (!speech) return;
    const { member, from, to } = speech;
    this.#speeches.set(meeting.id, { meeting, member, from });
    const told = this.#mediaOf(to).then((rooms) => {
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

  /** Ends streams of a member for now; the member is told and may start them again. */
  stop(room: RoomId, member: MemberId, sources: StoppedSources): void {
    this.#with(room, (media) => sources.forEach((one) => media.stop(member, one, 'ended')));
  }

  /** Ends the media of a member who has left. */
  detach(room: RoomId, member: MemberId): void {
    this.#with(room, (media) => media.detach(member));
  }

  /** Mutes the microphones of these members; each member may unmute. */
  silence(room: RoomId, members: readonly MemberId[]): void {
    this.#with(room, (media) => members.forEach((member) => media.silence(member)));
  }

  /** Forgets a room that has no members any more, also one that is still being created. */
  close(room: RoomId): void {
    this.#with(room, (media) => media.close());
    this.#rooms.delete(room);
    this.#speeches.delete(room);
  }

  /** The engine's rooms of those rooms in which a member has a media line. */
  async #mediaOf(rooms: readonly RoomId[]): Promise<MediaRoom[]> {
    const settled = await Promise.allSettled(rooms.flatMap((id) => this.#rooms.get(id)?.media ?? []));
    return settled.flatMap((made) => (made.status === 'fulfilled' ? [made.value] : []));
  }

  #with(id: RoomId, act: (media: MediaRoom, room: Room) => void): void {
    const entry = this.#rooms.get(id);
    const done = entry?.media.then(
      (media) => act(media, entry.room),
      // A room that could not be created has nothing to apply this to.
      () => undefined,
    );
    if (done) this.#inBackground(id, done);
  }

  #inBackground(room: RoomId, work: Promise<void>): void {
    inBackground(work, (error) => this.#report.failed(room, 'calling the media engine', error));
  }
}
