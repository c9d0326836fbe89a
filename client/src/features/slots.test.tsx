import { expect, it } from 'vitest';
import { controlOrder, inOrder, panelOrder, topOrder } from '../app/meeting/order.ts';
import { features } from './index.ts';

const idsOf = (lists: readonly (readonly { readonly id: string }[] | undefined)[]) =>
  lists.flatMap((list) => list ?? []).map(({ id }) => id);

it('has a place for every control, panel and item of the top bar', () => {
  expect(idsOf(features.map(({ controls }) => controls)).toSorted()).toEqual(controlOrder.toSorted());
  expect(idsOf(features.map(({ panels }) => panels)).toSorted()).toEqual(panelOrder.toSorted());
  expect(idsOf(features.map(({ top }) => top)).toSorted()).toEqual(topOrder.toSorted());
});

it('puts an item without a place last', () => {
  const items = [[{ id: 'unknown' }], undefined, [{ id: 'b' }, { id: 'a' }]];
  expect(inOrder(items, ['a', 'b']).map(({ id }) => id)).toEqual(['a', 'b', 'unknown']);
});
