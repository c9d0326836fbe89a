import { assertNever } from '@plenum/shared/core/errors';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import type { Shape } from '@plenum/shared/features/whiteboard/shapes';
import { openWords } from '../desk/actions.ts';
import { newShapeId } from '../desk/BoardDesk.ts';
import { type Box, boundsOf, touch } from '../drawing/box.ts';
import { freshNote, freshText } from '../drawing/fresh.ts';
import {
  boxGesture,
  eraserGesture,
  type Gesture,
  type Ground,
  laserGesture,
  marqueeGesture,
  moveGesture,
} from './gestures.ts';
import { inkGesture } from './inkGesture.ts';

interface PointerWorkOptions {
  readonly element: HTMLElement;
  readonly ground: () => Ground;
  readonly mayDraw: () => boolean;
}

/** Shortest time between two sent pointer positions, in ms. */
const pointEvery = 100;

/** Turns events of mouse, touch and pen on the board into gestures of the chosen tool. */
export class PointerWork {
  readonly #options: PointerWorkOptions;
  readonly #off = new AbortController();
  #current:
    | { readonly id: number; readonly type: string; readonly gesture: Gesture; readonly last: PointerEvent }
    | undefined;
  #pointedAt = 0;

  constructor(options: PointerWorkOptions) {
    this.#options = options;
    const { element } = options;
    const { signal } = this.#off;
    element.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    element.addEventListener('pointermove', (event) => this.#move(event), { signal });
    element.addEventListener('pointerup', (event) => this.#up(event), { signal });
    element.addEventListener('pointercancel', () => this.cancel(), { signal });
    element.addEventListener('pointerleave', () => this.#leave(), { signal });
    element.addEventListener('dblclick', (event) => this.#open(event), { signal });
  }

  /** Cancels the gesture in progress. */
  cancel(): void {
    this.#current?.gesture.cancel();
    this.#current = undefined;
  }

  /** Another member ends the work on this page: keeps what is drawn so far, as if the pointer had gone up. */
  finish(): void {
    const current = this.#current;
    this.#current = undefined;
    current?.gesture.end(current.last);
  }

  close(): void {
    this.finish();
    this.#off.abort();
  }

  #down(event: PointerEvent): void {
    const { desk } = this.#options.ground();
    const { pointerType: type } = event;
    if (type === 'pen') desk.sawPen();
    // With a pen, fingers and the palm do not draw.
    if (type === 'touch' && desk.hasPen) return;
    const before = this.#current?.type;
    this.cancel();
    // A second finger moves the page. A touch before the pen may be the palm.
    if (before !== undefined && !(before === 'touch' && type === 'pen')) return;
    if (event.button !== 0 || !this.#options.mayDraw()) return;
    const gesture = this.#begin(event);
    if (!gesture) return;
    event.stopPropagation();
    this.#options.element.setPointerCapture(event.pointerId);
    this.#current = { id: event.pointerId, type, gesture, last: event };
  }

  #begin(event: PointerEvent): Gesture | undefined {
    const ground = this.#options.ground();
    const { tool } = ground.desk.store.getState();
    switch (tool) {
      case 'hand':
        return undefined;
      case 'select':
        return this.#selecting(ground, event);
      case 'pen':
      case 'highlighter':
        return inkGesture(ground, tool, event);
      case 'eraser':
        return eraserGesture(ground, event);
      case 'laser':
        return laserGesture(ground, event);
      case 'rectangle':
      case 'ellipse':
      case 'triangle':
      case 'line':
      case 'arrow':
        return boxGesture(ground, tool, event);
      case 'text':
      case 'note':
        return writing(ground, tool, event);
      default:
        return assertNever(tool);
    }
  }

  #selecting(ground: Ground, event: PointerEvent): Gesture | undefined {
    const { desk, scene, page } = ground;
    const at = ground.pixel(event);
    if (scene.isOnHandle(at)) {
      event.stopPropagation();
      return undefined;
    }
    const shape = scene.shapeAt(at);
    const { selection } = desk.store.getState();
    if (!shape) {
      if (!event.shiftKey) desk.select([]);
      return marqueeGesture(ground, event, (box) => {
        const found = inside(ground, box).map(({ id }) => id);
        desk.select(event.shiftKey ? [...new Set([...selection, ...found])] : found);
      });
    }
    const isSelected = selection.includes(shape.id);
    if (event.shiftKey) {
      desk.select(isSelected ? selection.filter((id) => id !== shape.id) : [...selection, shape.id]);
      return undefined;
    }
    if (!isSelected) desk.select([shape.id]);
    return desk.selected(page).every((one) => ground.mayTouch(one)) ? moveGesture(ground, event) : undefined;
  }

  #move(event: PointerEvent): void {
    if (this.#current?.id === event.pointerId) {
      event.stopPropagation();
      this.#current = { ...this.#current, last: event };
      this.#current.gesture.move(event);
    }
    const now = performance.now();
    const ground = this.#options.ground();
    // A pen is noticed when it comes near, before palm or tip touch the board.
    if (event.pointerType === 'pen') ground.desk.sawPen();
    const { tool } = ground.desk.store.getState();
    if (now - this.#pointedAt < pointEvery || tool === 'laser' || !this.#options.mayDraw()) return;
    this.#pointedAt = now;
    ground.desk.tellPointer(ground.page, ground.at(event), false);
  }

  #up(event: PointerEvent): void {
    if (this.#current?.id !== event.pointerId) return;
    event.stopPropagation();
    const { gesture } = this.#current;
    this.#current = undefined;
    gesture.end(event);
  }

  #leave(): void {
    if (this.#current || !this.#options.mayDraw()) return;
    this.#options.ground().desk.tellPointer(undefined, { x: 0, y: 0 }, false);
  }

  #open(event: MouseEvent): void {
    const ground = this.#options.ground();
    if (ground.desk.store.getState().tool !== 'select' || !this.#options.mayDraw()) return;
    const [shape] = ground.desk.selected(ground.page);
    if (shape && ground.mayTouch(shape) && openWords(ground.desk, ground.page, shape)) event.preventDefault();
  }
}

/** The text editor opens when the pointer goes up; earlier, the press would take the focus away again. */
function writing(ground: Ground, tool: 'text' | 'note', down: PointerEvent): Gesture {
  const at = ground.at(down);
  const part = { id: newShapeId(), at, order: ground.desk.topOrder(ground.page) };
  return {
    move() {},
    end() {
      const { style } = ground.desk.store.getState();
      const shape = tool === 'text' ? freshText(part, style) : freshNote(part, style);
      ground.desk.setTool('select');
      ground.desk.edit({ shape, fresh: true });
    },
    cancel() {},
  };
}

function inside({ desk, page }: Ground, box: Box): readonly Shape[] {
  return shapesOn(desk.page(page)).filter((shape) => touch(boundsOf(shape), box));
}
