import { assertNever } from '@plenum/shared/core/errors';
import type { ShapeId } from '@plenum/shared/core/ids';
import { whiteboardLimits } from '@plenum/shared/features/whiteboard/limits';
import type { PageId } from '@plenum/shared/features/slides/contract';
import { type StrokePart, whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { type BoardPage, emptyPage, shapeOn, shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { pageOf } from '@plenum/shared/features/whiteboard/reduce';
import { type DrawnShape, batches, type Shape } from '@plenum/shared/features/whiteboard/shapes';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { deedOf, type Operation } from '@plenum/shared/features/whiteboard/operations';
import { Pending } from './Pending.ts';
import { firstStyle, type Style } from '../drawing/style.ts';
import type { Tool } from './tools.ts';
import { UndoStack } from '@plenum/shared/features/whiteboard/UndoStack';

/** The text in the editor; `fresh`: its shape is not on the page yet. */
export interface Editing {
  readonly shape: Extract<DrawnShape, { text: string }>;
  readonly fresh: boolean;
  /** What was written before the right to draw was taken away. */
  readonly text?: string;
}

type PictureShape = Extract<DrawnShape, { kind: 'image' }>;

/** The picture in the description dialog, and its page, which another member may turn meanwhile. */
export interface Describing {
  readonly page: PageId;
  readonly shape: PictureShape;
  /** What was written before the right to draw was taken away. */
  readonly text?: string;
}

interface DeskState {
  readonly tool: Tool;
  readonly style: Style;
  readonly selection: readonly ShapeId[];
  readonly editing: Editing | undefined;
  readonly describing: Describing | undefined;
  /** Number of pictures being uploaded. */
  readonly coming: number;
  /** True during a stroke: the tools fade. */
  readonly drawing: boolean;
  /** True when a phone shows the tools; wider windows always do. */
  readonly toolsOpen: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Rises with each change that waits for the server, so that views read the page again. */
  readonly turn: number;
}

/** This person's work on a meeting's boards: tools, selection, unanswered changes, undo. */
export class BoardDesk {
  readonly store: StoreApi<DeskState> = createStore<DeskState>(() => ({
    tool: 'hand',
    style: firstStyle,
    selection: [],
    editing: undefined,
    describing: undefined,
    coming: 0,
    drawing: false,
    toolsOpen: false,
    canUndo: false,
    canRedo: false,
    turn: 0,
  }));
  readonly session: MeetingSession;
  #refused: (error: unknown) => void = () => {};
  readonly #pending = new Pending();
  readonly #stacks = new Map<PageId, UndoStack>();
  #hasPen = false;

  private constructor(session: MeetingSession) {
    this.session = session;
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new BoardDesk(session));

  /** Calls back for each refusal; the returned function stops it. */
  onRefusal(refused: (error: unknown) => void): () => void {
    this.#refused = refused;
    return () => {
      this.#refused = () => {};
    };
  }

  /** True once a pen has been near a board: from then on, touches do not draw. */
  get hasPen(): boolean {
    return this.#hasPen;
  }

  sawPen(): void {
    this.#hasPen = true;
  }

  get me(): string {
    return this.session.store.getState().me.id;
  }

  /** The page as this person sees it; the same object while nothing changes. */
  page(id: PageId): BoardPage {
    const told = pageOf(stateOf(this.session.store.getState(), whiteboard), id) ?? emptyPage;
    return this.#pending.shown(id, told, this.me);
  }

  /** An order above all shapes of the page. */
  topOrder(id: PageId): number {
    return shapesOn(this.page(id)).reduce((top, { order }) => Math.max(top, order), 0) + 1;
  }

  /** Adds shapes; they are shown at once. */
  put(page: PageId, shapes: readonly DrawnShape[]): void {
    for (const batch of batches(shapes)) aside(this.#do(page, { kind: 'put', shapes: batch }));
  }

  change(page: PageId, edits: Extract<Operation, { kind: 'change' }>['edits']): void {
    for (const part of inBatches(edits)) aside(this.#do(page, { kind: 'change', edits: part }));
  }

  /** Saves the description of a picture. The dialog opens again with its words when the server refuses them. */
  async saveDescription({ page, shape }: Describing, alt: string): Promise<void> {
    const isSaved = await this.#do(page, { kind: 'change', edits: [{ id: shape.id, set: { alt } }] });
    const isFree = this.store.getState().describing === undefined;
    if (!isSaved && isFree && shapeOn(this.page(page), shape.id)) this.describe({ page, shape, text: alt });
  }

  remove(page: PageId, ids: readonly ShapeId[]): void {
    const there = ids.filter((id) => shapeOn(this.page(page), id));
    for (const part of inBatches(there)) aside(this.#do(page, { kind: 'remove', ids: part }));
    this.select(this.store.getState().selection.filter((id) => !ids.includes(id)));
  }

  undo(page: PageId): void {
    const operation = this.#stack(page).undo(this.page(page));
    if (operation) aside(this.#send(page, operation));
    this.#look(page);
  }

  redo(page: PageId): void {
    const operation = this.#stack(page).redo(this.page(page));
    if (operation) aside(this.#send(page, operation));
    this.#look(page);
  }

  select(selection: readonly ShapeId[]): void {
    this.store.setState({ selection });
  }

  /** The selected shapes that are on this page. */
  selected(page: PageId): readonly Shape[] {
    return this.store.getState().selection.flatMap((id) => shapeOn(this.page(page), id) ?? []);
  }

  setTool(tool: Tool): void {
    this.store.setState({ tool, ...(tool !== 'select' && { selection: [] }) });
  }

  /** Shows or hides the tools on a phone. */
  showTools(toolsOpen: boolean): void {
    this.store.setState({ toolsOpen });
  }

  /** Sets the style of the next shape. */
  setStyle(part: Partial<Style>): void {
    this.store.setState(({ style }) => ({ style: { ...style, ...part } }));
  }

  edit(editing: Editing | undefined): void {
    this.store.setState({ editing });
  }

  describe(describing: DeskState['describing']): void {
    this.store.setState({ describing });
  }

  /** Counts an upload; call the returned function when it has ended. */
  bringing(): () => void {
    this.store.setState(({ coming }) => ({ coming: coming + 1 }));
    return () => this.store.setState(({ coming }) => ({ coming: coming - 1 }));
  }

  setDrawing(drawing: boolean): void {
    if (this.store.getState().drawing !== drawing) this.store.setState({ drawing });
  }

  /** Another page is on the stage. */
  turned(page: PageId): void {
    this.store.setState({ selection: [], editing: undefined });
    this.#look(page);
  }

  /** Sends a part of a stroke in progress to other members; may be lost. */
  tellStroke(part: StrokePart): void {
    this.session.tell(whiteboard, 'stroke', part);
  }

  /** Sends this person's pointer to other members; may be lost. */
  tellPointer(page: PageId | undefined, at: { readonly x: number; readonly y: number }, laser: boolean): void {
    const clamp = (value: number) =>
      Math.max(-whiteboardLimits.reach, Math.min(whiteboardLimits.reach, Math.round(value)));
    const pointer = { x: clamp(at.x), y: clamp(at.y), ...(page !== undefined && { page }), ...(laser && { laser }) };
    this.session.tell(whiteboard, 'point', pointer);
  }

  /** False when the server refused. */
  async #do(page: PageId, operation: Operation): Promise<boolean> {
    const deed = deedOf(this.page(page), operation, this.me);
    const stack = this.#stack(page);
    stack.did(deed);
    const sending = this.#send(page, operation);
    this.#look(page);
    const isDone = await sending;
    if (!isDone) {
      stack.forget(deed);
      this.#look(page);
    }
    return isDone;
  }

  /** False when the server refused. */
  async #send(page: PageId, operation: Operation): Promise<boolean> {
    const settle = this.#pending.add(page, operation);
    try {
      await this.#ask(page, operation);
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    } finally {
      settle();
      this.#look(page);
    }
  }

  #ask(page: PageId, operation: Operation): Promise<unknown> {
    const { session } = this;
    switch (operation.kind) {
      case 'put':
        return session.send(whiteboard, 'put', { page, shapes: [...operation.shapes] });
      case 'change':
        return session.send(whiteboard, 'change', { page, changes: [...operation.edits] });
      case 'remove':
        return session.send(whiteboard, 'remove', { page, ids: [...operation.ids] });
      case 'restore':
        return session.send(whiteboard, 'restore', { page, ids: operation.shapes.map(({ id }) => id) });
      default:
        return assertNever(operation);
    }
  }

  #stack(page: PageId): UndoStack {
    const known = this.#stacks.get(page);
    if (known) return known;
    const stack = new UndoStack();
    this.#stacks.set(page, stack);
    return stack;
  }

  #look(page: PageId): void {
    const { canUndo, canRedo } = this.#stack(page);
    this.store.setState(({ turn }) => ({ turn: turn + 1, canUndo, canRedo }));
  }
}

function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / whiteboardLimits.batch);
  return Array.from({ length: count }, (_, n) =>
    items.slice(n * whiteboardLimits.batch, (n + 1) * whiteboardLimits.batch),
  );
}

/** A new id: 16 random URL-safe characters; the first is a letter or digit. */
export function newShapeId(): ShapeId {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return /^[A-Za-z0-9]/.test(text) ? text : newShapeId();
}
