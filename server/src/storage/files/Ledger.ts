import type { FileId, RoomId } from '@plenum/shared/core/ids';

/** What all files take on the disk. A file that several rooms have lies there once and counts once. */
export class Ledger {
  readonly #files = new Map<FileId, { readonly bytes: number; readonly rooms: Set<RoomId> }>();
  #bytes = 0;

  /** Bytes, those included that are still being written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** More is being written, or less than it seemed when this is negative. */
  write(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A room has this file. Its bytes count the first time that a room has it. */
  add(room: RoomId, file: FileId, bytes: number): void {
    const known = this.#files.get(file);
    if (known) {
      known.rooms.add(room);
      return;
    }
    this.#files.set(file, { bytes, rooms: new Set([room]) });
    this.#bytes += bytes;
  }

  /** A room has it no longer. Nothing happens when it had none. */
  drop(room: RoomId, file: FileId): void {
    const known = this.#files.get(file);
    if (!known?.rooms.delete(room) || known.rooms.size > 0) return;
    this.#files.delete(file);
    this.#bytes -= known.bytes;
  }
}
