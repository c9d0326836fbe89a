import { assert, double, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { moveBy, whole, zoomAt } from './zoom.ts';

const box = { width: 800, height: 600 };

it('keeps what is under the pointer under it', () => {
  const zoom = zoomAt(whole, 2, { x: 100, y: -50 }, box);
  expect(zoom).toEqual({ scale: 2, x: -100, y: 50 });
  // The picture's point at (100, -50) is still there.
  expect(100 * zoom.scale + zoom.x).toBe(100);
});

it('never shows anything outside of the picture, and ends at the whole of it', () => {
  const number = double({ min: -2_000, max: 2_000, noNaN: true });
  assert(
    property(record({ x: number, y: number }), double({ min: 0.1, max: 10, noNaN: true }), (point, factor) => {
      const zoom = moveBy(zoomAt(whole, factor, point, box), point, box);
      expect(Math.abs(zoom.x)).toBeLessThanOrEqual(((zoom.scale - 1) * box.width) / 2 + 1e-9);
      expect(Math.abs(zoom.y)).toBeLessThanOrEqual(((zoom.scale - 1) * box.height) / 2 + 1e-9);
      expect(zoom.scale).toBeGreaterThanOrEqual(1);
      expect(zoom.scale).toBeLessThanOrEqual(6);
    }),
  );
  expect(zoomAt(zoomAt(whole, 3, { x: 390, y: 10 }, box), 0.1, { x: 0, y: 0 }, box)).toEqual(whole);
});
