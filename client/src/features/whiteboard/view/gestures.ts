import type { ShapeId } from '@plenum/shared/core/ids';
import type { Point } from '@plenum/shared/features/whiteboard/points';
import type { DrawnShape, Shape } from '@plenum/shared/features/whiteboard/shapes';
import type { Box } from '../drawing/box.ts';
import { rounded } from '../drawing/box.ts';
import { shapeFrom } from '../drawing/fresh.ts';
import { type BoardDesk, newShapeId } from '../desk/BoardDesk.ts';
import type { Tool } from '../desk/tools.ts';
import type { BoardScene } from '../scene/BoardScene.ts';

/** One pointer gesture, from down to up. Points are page units. */
export interface Gesture {
  move(event: PointerEvent): void;
  end(event: PointerEvent): void;
  /** The gesture was unintended or is no longer allowed: undoes its effects. */
  cancel(): void;
}

/** The surroundings of a gesture. */
export interface Ground {
  readonly desk: BoardDesk;
  readonly scene: BoardScene;
  readonly page: string;
  /** Shows the shape in progress; undefined: none. */
  sketch(shape: Shape | undefined): void;
  /** A point in page units. */
  at(event: { readonly clientX: number; readonly clientY: number }): { readonly x: number; readonly y: number };
  /** A point in CSS px of the layer. */
  pixel(event: PointerEvent): { readonly x: number; readonly y: number };
  mayTouch(shape: Shape): boolean;
}

/** A smaller movement is a click, page units. */
const least = 6;

/** Draws a box or line from the first point to the present one. */
export function boxGesture(
  ground: Ground,
  kind: Extract<Tool, 'rectangle' | 'ellipse' | 'triangle' | 'line' | 'arrow'>,
  down: PointerEvent,
): Gesture {
  const { desk, page } = ground;
  const from = ground.at(down);
  const order = desk.topOrder(page);
  const id = newShapeId();
  const shapeTo = (event: PointerEvent): DrawnShape => {
    const { x, y } = ground.at(event);
    const { style } = desk.store.getState();
    return shapeFrom(style, { kind, id, order, ...spanned(from, { x, y }, event.shiftKey, kind) });
  };
  return {
    move: (event) => ground.sketch({ ...shapeTo(event), by: desk.me }),
    end(event) {
      const shape = shapeTo(event);
      const isClick = Math.hypot(shape.w, shape.h) < least;
      // A click makes a shape of the usual size, so that nobody must be able to drag.
      desk.put(page, [isClick ? { ...shape, w: 240, h: kind === 'line' || kind === 'arrow' ? 0 : 160 } : shape]);
      ground.sketch(undefined);
    },
    cancel: () => ground.sketch(undefined),
  };
}

function spanned(from: Point, to: Point, even: boolean, kind: Tool): Pick<DrawnShape, 'x' | 'y' | 'w' | 'h'> {
  let [w, h] = [to.x - from.x, to.y - from.y];
  if (even && (kind === 'line' || kind === 'arrow')) {
    const length = Math.hypot(w, h);
    const turn = Math.round(Math.atan2(h, w) / (Math.PI / 12)) * (Math.PI / 12);
    [w, h] = [length * Math.cos(turn), length * Math.sin(turn)];
  } else if (even) {
    const side = Math.max(Math.abs(w), Math.abs(h));
    [w, h] = [Math.sign(w) * side, Math.sign(h) * side];
  }
  if (kind === 'line' || kind === 'arrow')
    return { x: rounded(from.x), y: rounded(from.y), w: rounded(w), h: rounded(h) };
  return {
    x: rounded(Math.min(from.x, from.x + w)),
    y: rounded(Math.min(from.y, from.y + h)),
    w: rounded(Math.abs(w)),
    h: rounded(Math.abs(h)),
  };
}

/** Collects the shapes under the pointer, and removes them when it goes up. */
export function eraserGesture(ground: Ground, down: PointerEvent): Gesture {
  const { desk, scene, page } = ground;
  const doomed = new Set<ShapeId>();
  const move = (event: PointerEvent) => {
    const shape = scene.shapeAt(ground.pixel(event));
    if (!shape || doomed.has(shape.id) || !ground.mayTouch(shape)) return;
    doomed.add(shape.id);
    scene.dim(doomed);
  };
  move(down);
  const stop = () => scene.dim(new Set());
  return {
    move,
    end() {
      stop();
      if (doomed.size > 0) desk.remove(page, [...doomed]);
    },
    cancel: stop,
  };
}

/** Shows this person's pointer to all members while it is down. */
export function laserGesture(ground: Ground, down: PointerEvent): Gesture {
  let last = 0;
  const move = (event: PointerEvent) => {
    const now = performance.now();
    if (now - last < 60) return;
    last = now;
    ground.desk.tellPointer(ground.page, ground.at(event), true);
  };
  move(down);
  const stop = () => ground.desk.tellPointer(undefined, { x: 0, y: 0 }, false);
  return { move, end: stop, cancel: stop };
}

/** Selects the shapes in a rectangle. */
export function marqueeGesture(ground: Ground, down: PointerEvent, found: (box: Box) => void): Gesture {
  const from = ground.at(down);
  const boxTo = (event: PointerEvent): Box => {
    const { x, y } = ground.at(event);
    return {
      x: Math.min(x, from.x),
      y: Math.min(y, from.y),
      width: Math.abs(x - from.x),
      height: Math.abs(y - from.y),
    };
  };
  return {
    move: (event) => ground.scene.drawMarquee(boxTo(event)),
    end(event) {
      ground.scene.drawMarquee(undefined);
      const box = boxTo(event);
      if (box.width + box.height > least) found(box);
    },
    cancel: () => ground.scene.drawMarquee(undefined),
  };
}

/** Moves the selected shapes. */
export function moveGesture(ground: Ground, down: PointerEvent): Gesture {
  const { desk, scene, page } = ground;
  const from = ground.at(down);
  const by = (event: PointerEvent) => {
    const { x, y } = ground.at(event);
    return { x: rounded(x - from.x), y: rounded(y - from.y) };
  };
  return {
    move: (event) => scene.shift(by(event)),
    end(event) {
      const { x, y } = by(event);
      if (Math.hypot(x, y) < least / 2) return scene.shift({ x: 0, y: 0 });
      const edits = desk.selected(page).map((shape) => ({
        id: shape.id,
        set: { x: rounded(shape.x + x), y: rounded(shape.y + y) },
      }));
      desk.change(page, edits);
    },
    cancel: () => scene.shift({ x: 0, y: 0 }),
  };
}
