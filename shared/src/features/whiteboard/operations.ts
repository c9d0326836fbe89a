import { assertNever } from '../../core/errors.ts';
import type { MemberId, ShapeId } from '../../core/ids.ts';
import { type BoardPage, type Edit, edited, shapeOn, withoutShapes, withShapes } from './pages.ts';
import type { Change, DrawnShape, Shape } from './shapes.ts';

/** A change of a page. */
export type Operation =
  | { readonly kind: 'put'; readonly shapes: readonly DrawnShape[] }
  | { readonly kind: 'change'; readonly edits: readonly Edit[] }
  | { readonly kind: 'remove'; readonly ids: readonly ShapeId[] }
  | { readonly kind: 'restore'; readonly shapes: readonly Shape[] };

/** A change that can be undone and redone. */
export type Deed =
  | { readonly kind: 'put' | 'remove'; readonly shapes: readonly Shape[] }
  | { readonly kind: 'change'; readonly edits: readonly TwoWayEdit[] };

interface TwoWayEdit {
  readonly id: ShapeId;
  readonly before: Change;
  readonly after: Change;
}

/** Returns the page after an operation. */
export function applied(page: BoardPage, operation: Operation, me: MemberId): BoardPage {
  switch (operation.kind) {
    case 'put':
      return withShapes(
        page,
        operation.shapes.map((shape) => shapeOn(page, shape.id) ?? { ...shape, by: me }),
      );
    case 'change':
      return edited(page, operation.edits);
    case 'remove':
      return withoutShapes(page, operation.ids);
    case 'restore':
      return withShapes(
        page,
        operation.shapes.map((shape) => shapeOn(page, shape.id) ?? shape),
      );
    default:
      return assertNever(operation);
  }
}

/** Returns the deed of an operation, before the operation is applied to the page. */
export function deedOf(page: BoardPage, operation: Operation, me: MemberId): Deed {
  switch (operation.kind) {
    case 'put':
      return { kind: 'put', shapes: operation.shapes.map((shape) => ({ ...shape, by: me })) };
    case 'restore':
      return { kind: 'put', shapes: operation.shapes };
    case 'remove':
      return { kind: 'remove', shapes: operation.ids.flatMap((id) => shapeOn(page, id) ?? []) };
    case 'change':
      return { kind: 'change', edits: operation.edits.flatMap((edit) => twoWay(page, edit)) };
    default:
      return assertNever(operation);
  }
}

/**
 * Returns the operation that undoes a deed on this page, as far as others have not changed it; undefined for no
 * effect.
 */
export function undoing(page: BoardPage, deed: Deed): Operation | undefined {
  switch (deed.kind) {
    case 'put':
      return removal(page, deed.shapes);
    case 'remove':
      return restoration(page, deed.shapes);
    case 'change':
      return change(deed.edits.flatMap((edit) => unchangedSince(page, edit, 'after', 'before')));
    default:
      return assertNever(deed);
  }
}

/** Returns the operation that redoes an undone deed on this page; undefined for no effect. */
export function redoing(page: BoardPage, deed: Deed): Operation | undefined {
  switch (deed.kind) {
    case 'put':
      return restoration(page, deed.shapes);
    case 'remove':
      return removal(page, deed.shapes);
    case 'change':
      return change(deed.edits.flatMap((edit) => unchangedSince(page, edit, 'before', 'after')));
    default:
      return assertNever(deed);
  }
}

/** Returns the deed with its shapes as they are on the page, so that redo restores them so. */
export function refreshed(page: BoardPage, deed: Deed): Deed {
  return deed.kind === 'change'
    ? deed
    : { ...deed, shapes: deed.shapes.map((shape) => shapeOn(page, shape.id) ?? shape) };
}

function removal(page: BoardPage, shapes: readonly Shape[]): Operation | undefined {
  const ids = shapes.map(({ id }) => id).filter((id) => shapeOn(page, id));
  return ids.length > 0 ? { kind: 'remove', ids } : undefined;
}

/** Restores the missing shapes. The server refuses those that another member removed. */
function restoration(page: BoardPage, shapes: readonly Shape[]): Operation | undefined {
  const gone = shapes.filter(({ id }) => !shapeOn(page, id));
  return gone.length > 0 ? { kind: 'restore', shapes: gone } : undefined;
}

function change(edits: readonly Edit[]): Operation | undefined {
  return edits.length > 0 ? { kind: 'change', edits } : undefined;
}

function twoWay(page: BoardPage, { id, set }: Edit): readonly TwoWayEdit[] {
  const shape = shapeOn(page, id);
  return shape ? [{ id, before: picked(shape, set), after: set }] : [];
}

/** Sets back the fields that no other member has changed since. */
function unchangedSince(
  page: BoardPage,
  edit: TwoWayEdit,
  now: 'before' | 'after',
  then: 'before' | 'after',
): readonly Edit[] {
  const shape = shapeOn(page, edit.id);
  if (!shape) return [];
  const held = Object.entries(edit[now]).filter(([field, value]) => Reflect.get(shape, field) === value);
  const set: Change = Object.fromEntries(held.map(([field]) => [field, Reflect.get(edit[then], field)]));
  return held.length > 0 ? [{ id: edit.id, set }] : [];
}

function picked(shape: Shape, set: Change): Change {
  const fields = Object.keys(set).filter((field) => Object.hasOwn(shape, field));
  return Object.fromEntries(fields.map((field) => [field, Reflect.get(shape, field)]));
}
