import type { Watch } from '@plenum/shared/features/media/contract';
import { beforeEach, expect, it } from 'vitest';
import { WatchDesk } from './WatchDesk.ts';

const [tile, floating] = [{}, {}];
let told: Watch[];
let desk: WatchDesk;

beforeEach(() => {
  told = [];
  desk = new WatchDesk((watches) => told.push(...watches));
});

it('asks for the most that any place needs', () => {
  desk.set('a', tile, { seen: true, layer: 0, priority: 60 });
  desk.set('a', floating, { seen: true, layer: 2, priority: 20 });
  expect(told.at(-1)).toEqual({ id: 'a', paused: false, layer: 2, priority: 60 });
});

it('pauses only when no place sees it, and when the last one goes', () => {
  desk.set('a', tile, { seen: true, layer: 1, priority: 60 });
  desk.set('a', floating, { seen: true, layer: 0, priority: 60 });
  desk.set('a', tile, { seen: false });
  expect(told.at(-1)).toMatchObject({ paused: false, layer: 0 });
  desk.drop('a', floating, false);
  expect(told.at(-1)).toEqual({ id: 'a', paused: true });
  desk.set('a', tile, { seen: true, layer: 1, priority: 60 });
  desk.drop('a', tile, false);
  expect(told.at(-1)).toEqual({ id: 'a', paused: true });
});

it('says nothing of a stream that has ended', () => {
  desk.set('a', tile, { seen: true, layer: 1, priority: 60 });
  const before = told.length;
  desk.drop('a', tile, true);
  desk.drop('a', tile, false);
  expect(told).toHaveLength(before);
});
