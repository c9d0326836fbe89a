import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestGrid, bestStrip, type GridSpace } from './grid.ts';

const space = (width: number, height: number): GridSpace => ({
  width,
  height,
  gap: 8,
  minWidth: 118,
  minHeight: 88,
  ...(width > height ? { squarest: 4 / 3, widest: 16 / 9 } : { squarest: 0.8, widest: 2 }),
});

describe('bestGrid', () => {
  it('never overflows its space, for 1 to 60 people at any size', () => {
    assert(
      property(
        integer({ min: 1, max: 60 }),
        integer({ min: 60, max: 4_000 }),
        integer({ min: 60, max: 2_400 }),
        (people, width, height) => {
          const grid = bestGrid(people, space(width, height));
          expect(grid.columns * grid.tileWidth + (grid.columns - 1) * 8).toBeLessThanOrEqual(width);
          expect(grid.rows * grid.tileHeight + (grid.rows - 1) * 8).toBeLessThanOrEqual(height);
          expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(grid.cells);
          expect(grid.cells).toBeGreaterThanOrEqual(1);
          expect(grid.cells).toBeLessThanOrEqual(people);
          expect(grid.tileWidth).toBeGreaterThan(0);
          expect(grid.tileHeight).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('shows everybody when the tiles are large enough, and fewer when they are not', () => {
    expect(bestGrid(50, space(1416, 756)).cells).toBe(50);
    const phone = bestGrid(50, space(374, 700));
    expect(phone.cells).toBeLessThan(50);
    expect(phone.tileWidth).toBeGreaterThanOrEqual(118);
    expect(phone.tileHeight).toBeGreaterThanOrEqual(88);
  });

  it('uses the space well', () => {
    expect(bestGrid(2, space(1416, 756))).toMatchObject({ columns: 2, rows: 1 });
    expect(bestGrid(9, space(1416, 756))).toMatchObject({ columns: 3, rows: 3 });
    expect(bestGrid(2, space(374, 700))).toMatchObject({ columns: 1, rows: 2 });
  });
});

describe('bestStrip', () => {
  it('never overflows and fills the width when there are more people than fit', () => {
    assert(
      property(integer({ min: 1, max: 60 }), integer({ min: 40, max: 3_000 }), (people, width) => {
        const strip = bestStrip(people, { width, height: 112, gap: 8 });
        const used = strip.cells * strip.tileWidth + (strip.cells - 1) * 8;
        expect(used).toBeLessThanOrEqual(width);
        if (people > strip.cells && width > 400) expect(used).toBeGreaterThan(width - strip.cells - 2);
      }),
    );
  });
});
