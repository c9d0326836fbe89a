import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { Size } from '../../../ui/useSize.ts';
import type { Looking } from './useLook.ts';
import { boxOf, moved, type Spot, zoomOf, zoomTo } from './view.ts';

interface Touch {
  readonly x: number;
  readonly y: number;
}

/** Zoom for each px of the wheel. */
const wheelStep = 0.0022;

/**
 * Wheel, pinch and drag on the stage: they zoom at the pointer and move the zoomed page. When a layer over the page takes a
 * press (it stops the event), that press moves nothing here; two fingers always move the page.
 */
export function useGestures(place: RefObject<HTMLElement | null>, looking: Looking, stage: Size): void {
  const { page, view } = looking;

  const zoomBy = (factor: number, at: Touch) => {
    const sight = { page, view, stage };
    looking.look(zoomTo(sight, zoomOf(sight) * factor, spotOf(at)));
  };
  const moveBy = (x: number, y: number) => {
    const { width } = boxOf(view, stage);
    const next = moved(page, view, (-x * view.width) / width, (-y * view.width) / width);
    if (next.x !== view.x || next.y !== view.y) looking.look(next);
  };
  const spotOf = ({ x, y }: Touch): Spot => {
    const outer = place.current?.getBoundingClientRect();
    const box = boxOf(view, stage);
    return {
      x: Math.min(Math.max((x - (outer?.left ?? 0) - box.left) / box.width, 0), 1),
      y: Math.min(Math.max((y - (outer?.top ?? 0) - box.top) / box.height, 0), 1),
    };
  };
  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (event.defaultPrevented || stage.width === 0) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) zoomBy(Math.exp(-event.deltaY * wheelStep * 4), touchOf(event));
    else if (event.shiftKey) moveBy(-event.deltaY, 0);
    else moveBy(-event.deltaX, -event.deltaY);
  });
  const onMove = useEffectEvent((before: readonly Touch[], now: readonly Touch[]) => {
    const [a, b] = [centreOf(before), centreOf(now)];
    const spread = spreadOf(before) > 0 ? spreadOf(now) / spreadOf(before) : 1;
    if (Math.abs(spread - 1) > 0.005) zoomBy(spread, b);
    else moveBy(b.x - a.x, b.y - a.y);
  });

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const gone = new AbortController();
    const { signal } = gone;
    // All touches on the stage, with a mark for those that no layer has taken.
    const touches = new Map<number, Touch>();
    const free = new Set<number>();
    // Touches beside this pen are the resting hand and are ignored.
    let pen: number | undefined;
    const down = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest('button, a, input, textarea')) return;
      if (event.pointerType === 'touch' && pen !== undefined) return;
      if (event.pointerType === 'pen') {
        pen = event.pointerId;
        touches.clear();
        free.clear();
      }
      touches.set(event.pointerId, touchOf(event));
    };
    const move = (event: PointerEvent) => {
      if (!touches.has(event.pointerId)) return;
      const before = [...touches.values()];
      touches.set(event.pointerId, touchOf(event));
      if (touches.size > 1 || free.has(event.pointerId)) onMove(before, [...touches.values()]);
    };
    const up = ({ pointerId }: PointerEvent) => {
      if (pen === pointerId) pen = undefined;
      touches.delete(pointerId);
      free.delete(pointerId);
    };
    const early = { signal, capture: true } as const;
    element.addEventListener('wheel', (event) => onWheel(event), { signal, passive: false });
    element.addEventListener('pointerdown', down, early);
    element.addEventListener('pointerdown', ({ pointerId }) => free.add(pointerId), { signal });
    element.addEventListener('pointermove', move, early);
    addEventListener('pointerup', up, early);
    addEventListener('pointercancel', up, early);
    return () => gone.abort();
  }, [place]);
}

function touchOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Touch {
  return { x: clientX, y: clientY };
}

function centreOf(touches: readonly Touch[]): Touch {
  const count = Math.max(1, touches.length);
  return {
    x: touches.reduce((sum, { x }) => sum + x, 0) / count,
    y: touches.reduce((sum, { y }) => sum + y, 0) / count,
  };
}

function spreadOf([a, b]: readonly Touch[]): number {
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
