import { describe, expect, it } from 'vitest';
import { foldedOf } from './useFolding.ts';

const controls = [
  { id: 'camera', width: 60 },
  { id: 'share', width: 0 },
  { id: 'chat', width: 80 },
  { id: 'poll', width: 40 },
];

describe('a bar', () => {
  it('keeps all controls that fit', () => {
    expect([...foldedOf(controls, 204, 8)]).toEqual([]);
  });

  it('folds the least important ones, even when a smaller one would fit', () => {
    expect([...foldedOf(controls, 150, 8)]).toEqual(['chat', 'poll']);
  });

  it('never folds a control that shows nothing', () => {
    expect([...foldedOf(controls, 0, 8)]).toEqual(['camera', 'chat', 'poll']);
  });
});
