import type { Watch } from '@plenum/shared/features/media/contract';
import { perSession } from '../../app/perSession.ts';
import type { SpatialLayer } from './layers.ts';

/** How one place on the page looks at a stream. */
export type Look =
  | { readonly seen: false }
  | { readonly seen: true; readonly layer: SpatialLayer; readonly priority: number };

/** Several places may show one stream (a tile and a floating window): the server hears what all of them together need. */
export class WatchDesk {
  readonly #tell: (watches: readonly Watch[]) => void;
  readonly #looks = new Map<string, Map<object, Look>>();

  constructor(tell: (watches: readonly Watch[]) => void) {
    this.#tell = tell;
  }

  /** @param place whoever looks, by identity */
  set(consumer: string, place: object, look: Look): void {
    const looks = this.#looks.get(consumer) ?? new Map<object, Look>();
    looks.set(place, look);
    this.#looks.set(consumer, looks);
    this.#tell([together(consumer, looks)]);
  }

  /** This place looks no more. @param ended true when the stream is over, and nobody needs to hear of it */
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

/** The one desk of a media line. */
export const deskOf = perSession(
  (media: { watch(watches: readonly Watch[]): void }) => new WatchDesk((watches) => media.watch(watches)),
);
