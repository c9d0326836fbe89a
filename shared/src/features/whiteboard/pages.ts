import * as z from 'zod/mini';
import { MemberId, ShapeId } from '../../core/ids.ts';
import { whiteboardLimits } from './limits.ts';
import { type Change, changed, Shape, weightOf } from './shapes.ts';

/**
 * The shapes of a page in 256 drawers by the hash of their ids, so that a change copies one drawer and not ten
 * thousand shapes.
 */
const Drawers = z.record(z.string(), z.record(ShapeId, Shape));
type Drawers = z.infer<typeof Drawers>;

export const BoardPage = z.object({
  drawers: Drawers,
  count: z.number(),
  /** The sum of `weightOf` over the shapes. */
  weight: z.number(),
  /** Removed shapes that can be restored, newest last, with the member who removed each. Server only. */
  bin: z.array(z.object({ by: MemberId, shape: Shape })),
});
export type BoardPage = z.infer<typeof BoardPage>;

export const emptyPage: BoardPage = { drawers: {}, count: 0, weight: 0, bin: [] };

/** Returns one shape; undefined when it is not on this page. */
export function shapeOn(page: BoardPage, id: ShapeId): Shape | undefined {
  const drawer = drawerOf(page.drawers, nameOf(id));
  return drawer && Object.hasOwn(drawer, id) ? drawer[id] : undefined;
}

/** Returns all shapes of a page, in no particular order. */
export function shapesOn({ drawers }: BoardPage): readonly Shape[] {
  return Object.values(drawers).flatMap((drawer) => Object.values(drawer));
}

/** Returns the page with these shapes; they replace shapes with the same ids. */
export function withShapes(page: BoardPage, shapes: readonly Shape[]): BoardPage {
  if (shapes.length === 0) return page;
  const open = new OpenDrawers(page);
  for (const shape of shapes) open.put(shape);
  return open.close();
}

/** Returns the page without these shapes. */
export function withoutShapes(page: BoardPage, ids: readonly ShapeId[]): BoardPage {
  const open = new OpenDrawers(page);
  for (const id of ids) open.take(id);
  return open.close();
}

/** New values for one shape. */
export interface Edit {
  readonly id: ShapeId;
  readonly set: Change;
}

/** Returns the page with these changes. Removed shapes stay removed. */
export function edited(page: BoardPage, edits: readonly Edit[]): BoardPage {
  const shapes = new Map<ShapeId, Shape>();
  for (const { id, set } of edits) {
    const shape = shapes.get(id) ?? shapeOn(page, id);
    if (shape) shapes.set(id, changed(shape, set));
  }
  return withShapes(page, [...shapes.values()]);
}

/** Returns the edits that have an effect on this page: at most one for each shape, with only the fields that change. */
export function effective(page: BoardPage, edits: readonly Edit[]): readonly Edit[] {
  const joined = new Map<ShapeId, Change>();
  for (const { id, set } of edits) joined.set(id, { ...joined.get(id), ...set });
  return [...joined].flatMap(([id, set]) => {
    const shape = shapeOn(page, id);
    if (!shape) return [];
    const fields = Object.entries(set).filter(
      ([field, value]) => value !== undefined && Object.hasOwn(shape, field) && Reflect.get(shape, field) !== value,
    );
    return fields.length > 0 ? [{ id, set: Object.fromEntries(fields) }] : [];
  });
}

/**
 * Returns the page with removed shapes in its bin. A full bin drops the oldest shapes of the member who has most in
 * it, so that one member's many removals do not displace those of others.
 */
export function binned(page: BoardPage, by: MemberId, shapes: readonly Shape[]): BoardPage {
  const bin = [...page.bin, ...shapes.map((shape) => ({ by, shape }))];
  const excess = bin.length - whiteboardLimits.bin;
  if (excess <= 0) return { ...page, bin };
  const counts = new Map<MemberId, number>();
  for (const one of bin) counts.set(one.by, (counts.get(one.by) ?? 0) + 1);
  const given = givenUp(counts, excess);
  const left = bin.filter((one) => {
    const more = given.get(one.by) ?? 0;
    if (more > 0) given.set(one.by, more - 1);
    return more === 0;
  });
  return { ...page, bin: left };
}

/** Returns how many shapes each member loses, `excess` in total: each time the member with most loses one. */
function givenUp(counts: Map<MemberId, number>, excess: number): Map<MemberId, number> {
  const given = new Map<MemberId, number>();
  for (let left = excess; left > 0; left -= 1) {
    const [most] = [...counts].reduce((top, one) => (one[1] > top[1] ? one : top));
    counts.set(most, (counts.get(most) ?? 0) - 1);
    given.set(most, (given.get(most) ?? 0) + 1);
  }
  return given;
}

/** Returns the page without these shapes in its bin. */
export function unbinned(page: BoardPage, ids: readonly ShapeId[]): BoardPage {
  const gone = new Set(ids);
  return { ...page, bin: page.bin.filter(({ shape }) => !gone.has(shape.id)) };
}

/** Copies each drawer that changes once, for any number of changed shapes. */
class OpenDrawers {
  readonly #page: BoardPage;
  readonly #drawers: Drawers;
  readonly #copied = new Set<string>();
  #count: number;
  #weight: number;

  constructor(page: BoardPage) {
    this.#page = page;
    this.#drawers = { ...page.drawers };
    this.#count = page.count;
    this.#weight = page.weight;
  }

  put(shape: Shape): void {
    const drawer = this.#drawer(nameOf(shape.id));
    const known = Object.hasOwn(drawer, shape.id) ? drawer[shape.id] : undefined;
    drawer[shape.id] = shape;
    if (!known) this.#count += 1;
    this.#weight += weightOf(shape) - (known ? weightOf(known) : 0);
  }

  take(id: ShapeId): void {
    const name = nameOf(id);
    if (!Object.hasOwn(drawerOf(this.#drawers, name) ?? {}, id)) return;
    const drawer = this.#drawer(name);
    const known = drawer[id];
    delete drawer[id];
    this.#count -= 1;
    if (known) this.#weight -= weightOf(known);
  }

  close(): BoardPage {
    for (const name of this.#copied) if (isEmpty(this.#drawers[name])) delete this.#drawers[name];
    return { ...this.#page, drawers: this.#drawers, count: this.#count, weight: this.#weight };
  }

  #drawer(name: string): Record<ShapeId, Shape> {
    if (!this.#copied.has(name)) {
      this.#copied.add(name);
      this.#drawers[name] = { ...this.#drawers[name] };
    }
    return (this.#drawers[name] ??= {});
  }
}

/**
 * Whether a drawer would hold too many shapes with these ids. Clients make the ids and may choose them for one drawer,
 * which every change there would copy.
 */
export function isCrowded({ drawers }: BoardPage, ids: readonly ShapeId[]): boolean {
  const fresh = Map.groupBy(new Set(ids), nameOf);
  return [...fresh].some(([name, wanted]) => {
    const drawer = drawerOf(drawers, name) ?? {};
    const more = wanted.filter((id) => !Object.hasOwn(drawer, id));
    return more.length > 0 && Object.keys(drawer).length + more.length > whiteboardLimits.drawer;
  });
}

/** FNV-1a, folded to a byte. */
function nameOf(id: ShapeId): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return String((hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 255);
}

function drawerOf(drawers: Drawers, name: string): Readonly<Record<ShapeId, Shape>> | undefined {
  return Object.hasOwn(drawers, name) ? drawers[name] : undefined;
}

function isEmpty(drawer: Readonly<Record<ShapeId, Shape>> | undefined): boolean {
  for (const _id in drawer) return false;
  return true;
}
