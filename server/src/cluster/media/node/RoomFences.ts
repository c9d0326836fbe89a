import { AppError } from '@plenum/shared/core/errors';

interface Taken {
  readonly fence: number;
  readonly lose: () => void;
}

/** Which owner a room has at this media node: the one whose lease has the highest number. */
export class RoomFences {
  readonly #rooms = new Map<string, Taken>();

  /**
   * Takes a room for the owner with this fence; an owner with a lower one loses it. The same fence may take it again, which
   * ends what it had there. Call the result when the room ends.
   * @throws AppError `conflict` when an owner with a higher fence has the room
   */
  take(room: string, fence: number, lose: () => void): () => void {
    const before = this.#rooms.get(room);
    if (before && before.fence > fence) throw new AppError('conflict', 'This room has a newer owner.');
    const taken: Taken = { fence, lose };
    this.#rooms.set(room, taken);
    before?.lose();
    return () => {
      if (this.#rooms.get(room) === taken) this.#rooms.delete(room);
    };
  }
}
