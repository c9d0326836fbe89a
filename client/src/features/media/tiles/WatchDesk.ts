import type { Watch } from '@plenum/shared/features/media/contract';
import { perSession } from '../../../app/perSession.ts';
import type { SpatialLayer } from './layers.ts';

/** How one element of the page watches a stream. */
export type Look =
  | { readonly seen: false }
  | { readonly seen: true; readonly layer: SpatialLayer; readonly priority: number };

/** Combines the watches of several elements for one stream (a tile and a floating window) into one for the server. */
export class WatchDesk {
  readonly #tell: (watches: readonly Watch[]) => void;
  readonly #looks = new Map<string, Map<object, Look>>();

  constructor(tell: (watches: readonly Watch[]) => void) {
    this.#tell = tell;
  }

  /** @param place the watching element's identity */
  set(consumer: string, place: object, look: Look): void {
    const looks = this.#looks.get(consumer) ?? new Map<object, Look>();
    looks.set(place, look);
    this.#looks.set(consumer, looks);
    this.#tell([together(consumer, looks)]);
  }

  /** The element no longer watches. @param ended true when the stream is over: the server need not be told */
  drop(consumer: string, place: object, ended: boolean): void {
    const looks = this.#looks.get(consumer);
    if (!looks?.delete(place)) return;
    if (looks.size === 0) this.#looks.delete(consumer);
    if (!ended) this.#tell([together(consumer, looks)]);
  }
}

function together(id: string, looks: ReadonlyMap<object, Look>): Watch {
  const seen = [...looks.values()].filter((look) => look.seen);
  if (seen.length === 0) return { id, paused: true };
  return {
    id,
    paused: false,
    layer: Math.max(...seen.map(({ layer }) => layer)),
    priority: Math.max(...seen.map(({ priority }) => priority)),
  };
}

/** The desk of a media line. */
export const deskOf = perSession(
  (media: { watch(watches: readonly Watch[]): void }) => new WatchDesk((watches) => media.watch(watches)),
);
