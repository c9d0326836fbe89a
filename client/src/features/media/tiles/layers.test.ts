import { expect, it } from 'vitest';
import { layerFor, linesFor } from './layers.ts';

it.each([
  [112, 0],
  [200, 0],
  [224, 1],
  [400, 1],
  [700, 2],
  [2_000, 2],
] as const)('%d lines of device pixels take layer %d', (pixels, layer) => expect(layerFor(pixels)).toBe(layer));

it('goes up at once and down with some slack, so that a dragged edge does not make it flicker', () => {
  expect(layerFor(220, 0)).toBe(1);
  expect(layerFor(200, 1)).toBe(1);
  expect(layerFor(170, 1)).toBe(0);
  expect(layerFor(100, 2)).toBe(0);
  expect(layerFor(300, 2)).toBe(1);
});

it('counts the side that needs more when a picture is cropped, and less when it is fitted', () => {
  expect(linesFor({ width: 1_600, height: 300 }, 'cover')).toBe(900);
  expect(linesFor({ width: 1_600, height: 300 }, 'contain')).toBe(300);
  expect(linesFor({ width: 160, height: 300 }, 'cover')).toBe(300);
});
