import { sources } from '@plenum/shared/features/media/contract';
import { expect, it } from 'vitest';
import { allowedAt, type ShedLevel, voicesAt } from './shedLevels.ts';

const levels: readonly ShedLevel[] = [0, 1, 2, 3, 4, 5, 6, 7];
const words = (level: ShedLevel, source: 'camera' | 'screen', priority?: number): string => {
  const allowed = allowedAt(level, { source, layer: 2, priority });
  return allowed ? `${allowed.layer}${allowed.calm ? ' calm' : ''}` : 'nothing';
};

it('gives up layers first, then cameras in a grid, then thumbnails, then every picture', () => {
  expect(levels.map((level) => words(level, 'camera', 100))).toEqual(['2', '1', '0 calm', ...Array(5).fill('nothing')]);
  expect(levels.map((level) => words(level, 'camera'))).toEqual(['2', '1', '0 calm', ...Array(5).fill('nothing')]);
  expect(levels.map((level) => words(level, 'camera', 60))).toEqual([
    '2',
    '1',
    '0 calm',
    '0 calm',
    ...Array(4).fill('nothing'),
  ]);
  expect(levels.map((level) => words(level, 'camera', 200))).toEqual([
    '2',
    '1',
    ...Array(3).fill('0 calm'),
    ...Array(3).fill('nothing'),
  ]);
  expect(levels.map((level) => words(level, 'screen', 60))).toEqual([
    ...Array(5).fill('2'),
    ...Array(3).fill('nothing'),
  ]);
});

it('never gives up all sound, and voices only after every picture', () => {
  expect(levels.map(voicesAt)).toEqual([...Array(6).fill(Number.POSITIVE_INFINITY), 2, 1]);
  for (const level of levels)
    for (const source of sources.filter((one) => /mic|Audio/.test(one)))
      expect(allowedAt(level, { source, layer: 2, priority: undefined })).toBeDefined();
});

it('gives a viewer at no level more than at a lower one, nor more than the viewer asked for', () => {
  for (const priority of [undefined, 1, 60, 100, 150, 255])
    for (const layer of [0, 1, 2])
      for (const source of ['camera', 'camera2', 'contentCamera', 'screen'] as const) {
        const layersAt = levels.map((level) => allowedAt(level, { source, layer, priority })?.layer ?? -1);
        expect(layersAt).toEqual(layersAt.toSorted((a, b) => b - a));
        expect(layersAt[0]).toBe(layer);
      }
});
