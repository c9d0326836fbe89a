import type { MemberId, RoomId } from '@plenum/shared/core/ids';
import type { MediaEngine, MediaFact, MediaRoom } from '../media/MediaEngine.ts';
import type { Room } from '../room/Room.ts';
import type { Slice } from '../room/serve.ts';

/** The media half of each room in which somebody has opened a media line. */
export class MediaRooms {
  readonly #engine: MediaEngine;
  readonly #slice: Slice<MediaFact>;
  readonly #rooms = new Map<RoomId, Promise<MediaRoom>>();

  constructor(engine: MediaEngine, slice: Slice<MediaFact>) {
    this.#engine = engine;
    this.#slice = slice;
  }

  /** The media half of this room, made when it is first needed. */
  of(room: Room): Promise<MediaRoom> {
    const known = this.#rooms.get(room.id);
    if (known) return known;
    const made = this.#engine.createRoom(room.id, (fact) => room.tell(this.#slice, fact));
    this.#rooms.set(room.id, made);
    made.catch(() => this.#rooms.delete(room.id));
    return made;
  }

  /** Ends the media of somebody who left. */
  detach(room: RoomId, member: MemberId): void {
    this.#rooms.get(room)?.then(
      (media) => media.detach(member),
      () => undefined,
    );
  }

  /** Does something with the media half of a room; nothing where there is none. */
  order(room: RoomId, give: (media: MediaRoom) => void): void {
    this.#rooms.get(room)?.then(give, () => undefined);
  }

  /** Forgets a room that nobody is in any more. */
  async close(room: RoomId): Promise<void> {
    const media = this.#rooms.get(room);
    this.#rooms.delete(room);
    (await media)?.close();
  }
}
