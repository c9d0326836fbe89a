import { packPoints, type Point } from '@plenum/shared/features/whiteboard/points';
import { newShapeId } from '../desk/BoardDesk.ts';
import { rounded } from '../drawing/box.ts';
import type { Gesture, Ground } from './gestures.ts';
import { isLong, strokeShape } from './strokes.ts';

/** Shortest time between two sent parts of a stroke in progress, in ms. */
const tellEvery = 70;
/** Most points in one part. */
const tellAtOnce = 120;
/** A point nearer than this to the last one is skipped, page units. */
const nearest = 1.5;

/** A stroke of pen or highlighter: shown here at once, sent to others in parts, committed when the pointer goes up. */
export function inkGesture(ground: Ground, kind: 'pen' | 'highlighter', down: PointerEvent): Gesture {
  const { desk, page } = ground;
  const { colour, width } = desk.store.getState().style;
  const order = desk.topOrder(page);
  let [id, points, told, toldAt]: [string, Point[], number, number] = [newShapeId(), [], 0, performance.now()];

  const shape = () => strokeShape(points, { id, kind, colour, width, order });
  const tell = () => {
    const now = performance.now();
    const part = points.slice(told, told + tellAtOnce);
    if (now - toldAt < tellEvery || part.length === 0) return;
    toldAt = now;
    desk.tellStroke({ page, id, kind, colour, width, from: told, points: packPoints(part) });
    told += part.length;
  };
  const finish = () => {
    desk.put(page, [shape()]);
    ground.sketch(undefined);
  };
  const add = (event: PointerEvent) => {
    const { x, y } = ground.at(event);
    const point = { x: rounded(x), y: rounded(y), ...(event.pointerType === 'pen' && { pressure: event.pressure }) };
    const last = points.at(-1);
    if (last && Math.hypot(point.x - last.x, point.y - last.y) < nearest) return;
    points.push(point);
    if (!isLong(points)) return;
    finish();
    [id, points, told] = [newShapeId(), [point], 0];
  };
  const move = (event: PointerEvent) => {
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length > 0 ? events : [event]) add(one);
    ground.sketch({ ...shape(), by: desk.me });
    tell();
  };
  move(down);
  desk.setDrawing(true);
  return {
    move,
    end(event) {
      add(event);
      desk.setDrawing(false);
      finish();
    },
    cancel() {
      desk.setDrawing(false);
      ground.sketch(undefined);
      if (told > 0) desk.tellStroke({ page, id, kind, colour, width, from: told, points: '' });
    },
  };
}
