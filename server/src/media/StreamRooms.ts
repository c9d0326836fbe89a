import type { RoomId } from '@plenum/shared/core/ids';
import type { MediaFact, MediaRoom } from './MediaEngine.ts';
import type { RouterEvents, RouterHost } from './router.ts';
import { StreamRoom, type StreamRoomOptions } from './StreamRoom.ts';

type Options = Omit<StreamRoomOptions, 'routers' | 'onFact' | 'onClosed'> & Pick<RouterHost, 'createRouter'>;

/** The rooms of an engine, by id. */
export class StreamRooms {
  readonly #options: Options;
  readonly #rooms = new Map<RoomId, Promise<StreamRoom>>();

  constructor(options: Options) {
    this.#options = options;
  }

  get ids(): RoomId[] {
    return [...this.#rooms.keys()];
  }

  find(id: RoomId): Promise<StreamRoom> | undefined {
    return this.#rooms.get(id);
  }

  /** The room of this id, made when there is none; its facts go to the last caller. @throws AppError `unavailable` */
  async open(id: RoomId, onFact: (fact: MediaFact) => void): Promise<MediaRoom> {
    const known = this.#rooms.get(id);
    if (known) {
      const room = await known;
      room.listen(onFact);
      return room;
    }
    const making = StreamRoom.create({
      ...this.#options,
      routers: (events: RouterEvents) => this.#options.createRouter(id, events),
      onFact,
      onClosed: () => this.#rooms.delete(id),
    });
    this.#rooms.set(id, making);
    making.catch(() => this.#rooms.delete(id));
    return making;
  }

  /** Closes all rooms, those too that are being made. */
  async close(): Promise<void> {
    for (const room of await Promise.allSettled(this.#rooms.values())) {
      if (room.status === 'fulfilled') room.value.close();
    }
  }
}
