import type { PageId } from '@plenum/shared/features/slides/contract';
import { type StrokePart, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type BoardPage, shapeOn } from '@plenum/shared/features/whiteboard/pages';
import { type Point, readPoints } from '@plenum/shared/features/whiteboard/points';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { MeetingSession } from '../../../app/session.ts';
import { strokeShape } from './strokes.ts';

interface Stroke {
  readonly points: readonly Point[];
  /** Computed when a part arrives, not at each reading. */
  readonly shape: Shape;
  readonly expiry: ReturnType<typeof setTimeout>;
}

/** A stroke without news is dropped after this time, in ms. */
const patience = 5_000;
/** Most strokes in progress that are shown: a hall that scribbles must not slow a computer down. */
const most = 100;

/** Other members' strokes in progress. The durable shape replaces each of them. */
export class RemoteStrokes {
  readonly #strokes = new Map<string, Stroke>();
  readonly #stop: () => void;
  readonly #changed: () => void;
  readonly #me: string;
  #page: PageId | undefined;

  constructor(session: MeetingSession, changed: () => void) {
    this.#changed = changed;
    this.#me = session.store.getState().me.id;
    this.#stop = session.onVolatile(whiteboard, 'stroked', (parts) => {
      for (const part of parts) this.#hear(part);
      this.#changed();
    });
  }

  /** Shows the strokes of this page. */
  turnTo(page: PageId): void {
    if (page === this.#page) return;
    this.#page = page;
    this.#clear();
  }

  /** The strokes that are not on the page yet. */
  under(page: BoardPage): readonly Shape[] {
    for (const id of this.#strokes.keys()) if (shapeOn(page, id)) this.#drop(id);
    return [...this.#strokes.values()].map(({ shape }) => shape);
  }

  close(): void {
    this.#stop();
    this.#clear();
  }

  #hear(part: StrokePart & { readonly by: string }): void {
    if (part.by === this.#me || part.page !== this.#page) return;
    const known = this.#strokes.get(part.id);
    const points = part.points === '' ? undefined : readPoints(part.points);
    if (!points) return this.#drop(part.id);
    if (!known && this.#strokes.size >= most) return;
    if (known) clearTimeout(known.expiry);
    const expiry = setTimeout(() => {
      this.#drop(part.id);
      this.#changed();
    }, patience);
    const all = [...(known?.points ?? []), ...points];
    const shape = { ...strokeShape(all, { ...part, order: 0 }), by: part.by };
    this.#strokes.set(part.id, { points: all, shape, expiry });
  }

  #drop(id: string): void {
    const stroke = this.#strokes.get(id);
    if (stroke) clearTimeout(stroke.expiry);
    this.#strokes.delete(id);
  }

  #clear(): void {
    for (const id of this.#strokes.keys()) this.#drop(id);
  }
}
