import { pageWidth, type View } from '@plenum/shared/features/slides/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOf, fitWidth, isWhole, mostZoom, moved, wholeOf, zoomOf, zoomTo } from './view.ts';

const slide = { id: 'deck.1', width: pageWidth, height: 1080 };
const sheet = { id: 'deck.2', width: pageWidth, height: 2717 };
const stage = { width: 1000, height: 500 };

/** Any page, any stage, and any earlier view of it. */
const sights = fc
  .record({
    height: fc.integer({ min: 192, max: 19_200 }),
    width: fc.integer({ min: 50, max: 4_000 }),
    high: fc.integer({ min: 50, max: 4_000 }),
    zooms: fc.array(
      fc.tuple(fc.double({ min: 0.01, max: 20, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        maxLength: 6,
      },
    ),
  })
  .map(({ height, width, high, zooms }) => {
    const page = { id: 'deck.1', width: pageWidth, height };
    const place = { width, height: high };
    const view = zooms.reduce<View>(
      (before, [zoom, spot]) => zoomTo({ page, view: before, stage: place }, zoom, { x: spot, y: 1 - spot }),
      wholeOf(page),
    );
    return { page, stage: place, view };
  });

describe('what is seen of a page', () => {
  it('is all of it at first, as large as the stage allows, in the middle', () => {
    const box = boxOf(wholeOf(slide), stage);
    expect([box.left, box.top, box.width, box.height].map(Math.round)).toEqual([56, 0, 889, 500]);
    expect(zoomOf({ page: slide, view: wholeOf(slide), stage })).toBe(1);
  });

  it('fills the stage before anything of it is cut off', () => {
    const view = zoomTo({ page: sheet, view: wholeOf(sheet), stage }, 2);
    expect(view.width).toBe(pageWidth);
    expect(boxOf(view, stage).height).toBeCloseTo(500);
  });

  it('is as wide as the stage when that is wanted', () => {
    const view = fitWidth({ page: sheet, view: wholeOf(sheet), stage });
    expect([view.x, view.y, view.width].map(Math.round)).toEqual([0, 0, pageWidth]);
    const box = boxOf(view, stage);
    expect([box.left, box.top, box.width, box.height].map((length) => Math.abs(Math.round(length)))).toEqual([
      0, 0, 1000, 500,
    ]);
  });

  it('keeps what is under the pointer where it is', () => {
    const before = zoomTo({ page: slide, view: wholeOf(slide), stage }, 3);
    const spot = { x: 0.25, y: 0.75 };
    const after = zoomTo({ page: slide, view: before, stage }, 4, spot);
    expect(after.x + spot.x * after.width).toBeCloseTo(before.x + spot.x * before.width);
    expect(after.y + spot.y * after.height).toBeCloseTo(before.y + spot.y * before.height);
  });

  it('never leaves the page, however one zooms and moves', () => {
    fc.assert(
      fc.property(
        sights,
        fc.integer({ min: -9_999, max: 9_999 }),
        fc.integer({ min: -9_999, max: 9_999 }),
        (sight, x, y) => {
          const { page } = sight;
          const view = moved(page, sight.view, x, y);
          expect(view.x).toBeGreaterThanOrEqual(0);
          expect(view.y).toBeGreaterThanOrEqual(0);
          expect(view.x + view.width).toBeLessThanOrEqual(page.width + 0.01);
          expect(view.y + view.height).toBeLessThanOrEqual(page.height + 0.01);
          expect(zoomOf({ ...sight, view })).toBeGreaterThan(0.999);
          expect(zoomOf({ ...sight, view })).toBeLessThan(mostZoom * 1.001);
          expect(isWhole(page, zoomTo(sight, 1))).toBe(true);
        },
      ),
    );
  });
});
