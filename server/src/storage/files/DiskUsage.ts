import type { FileId, RoomId } from '@plenum/shared/core/ids';

/** Counts the bytes of all files on the disk. A file of several rooms counts once. */
export class DiskUsage {
  readonly #files = new Map<FileId, { readonly bytes: number; readonly rooms: Set<RoomId> }>();
  #bytes = 0;

  /** The bytes, unfinished files included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds bytes that are being written; a negative number corrects them. */
  write(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A room has this file. The bytes count when the first room gets it. */
  add(room: RoomId, file: FileId, bytes: number): void {
    const known = this.#files.get(file);
    if (known) {
      known.rooms.add(room);
      return;
    }
    this.#files.set(file, { bytes, rooms: new Set([room]) });
    this.#bytes += bytes;
  }

  /** A room has removed this file. Does nothing when the room did not have it. */
  drop(room: RoomId, file: FileId): void {
    const known = this.#files.get(file);
    if (!known?.rooms.delete(room) || known.rooms.size > 0) return;
    this.#files.delete(file);
    this.#bytes -= known.bytes;
  }
}
