import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { moveBy, type Point, whole, type Zoom, zoomAt } from './zoom.ts';

/** Wheel, pinch, drag and double press on a box; returns the zoom of its picture. */
export function useZoom(box: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState<Zoom>(whole);
  const fingers = useRef(new Map<number, Point>());
  const by = (factor: number, at?: Point) => {
    const element = box.current;
    if (!element) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    const point = at ? { x: at.x - left - width / 2, y: at.y - top - height / 2 } : { x: 0, y: 0 };
    setZoom((now) => zoomAt(now, factor, point, { width, height }));
  };
  const drag = (event: PointerEvent) => {
    const element = box.current;
    const before = fingers.current.get(event.pointerId);
    if (!element || !before) return;
    const now = { x: event.clientX, y: event.clientY };
    const [other] = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    fingers.current.set(event.pointerId, now);
    if (other) return by(distance(now, other) / Math.max(distance(before, other), 1), middle(now, other));
    const { width, height } = element.getBoundingClientRect();
    setZoom((old) => moveBy(old, { x: now.x - before.x, y: now.y - before.y }, { width, height }));
  };
  const onEvent = useEffectEvent((event: Event) => {
    if (event.target instanceof Element && event.target.closest('button')) return;
    if (event instanceof WheelEvent) {
      event.preventDefault();
      by(Math.exp(-event.deltaY / 400), { x: event.clientX, y: event.clientY });
    } else if (event instanceof PointerEvent) {
      if (event.type === 'pointermove') drag(event);
      else if (event.type === 'pointerdown')
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      else fingers.current.delete(event.pointerId);
    } else if (event instanceof MouseEvent) {
      if (zoom.scale > 1) setZoom(whole);
      else by(2, { x: event.clientX, y: event.clientY });
    }
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const listen = (event: Event) => onEvent(event);
    const names = ['wheel', 'pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerleave', 'dblclick'];
    for (const name of names) element.addEventListener(name, listen, { passive: false });
    return () => {
      for (const name of names) element.removeEventListener(name, listen);
    };
  }, [box]);
  return { zoom, by, reset: () => setZoom(whole) };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
