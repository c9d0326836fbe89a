import type { RoomId } from '@plenum/shared/core/ids';
import type { Claim, Directory, Place } from './Directory.ts';

/** The directory of a single server: it owns every family. */
export class LocalDirectory implements Directory {
  readonly here: Place;
  readonly hasOthers = false;
  #fence = 0;
  readonly #owned = new Map<RoomId, number>();

  constructor(here: Place) {
    this.here = here;
  }

  async claim(root: RoomId): Promise<Claim> {
    const fence = this.#owned.get(root) ?? (this.#fence += 1);
    this.#owned.set(root, fence);
    return { owner: 'here', fence };
  }

  async offer(): Promise<undefined> {
    return undefined;
  }

  async find(): Promise<undefined> {
    return undefined;
  }

  async release(root: RoomId): Promise<void> {
    this.#owned.delete(root);
  }
}
