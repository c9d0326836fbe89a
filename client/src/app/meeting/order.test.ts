import { expect, it } from 'vitest';
import { inGroups } from './order.ts';

it('puts entries into groups in the order of their ids, and keeps unknown ones behind', () => {
  const entry = (id: string) => ({ id, label: id, run: () => {} });
  const groups = inGroups(['new', 'c', 'b', 'a'].map(entry), [['a', 'b'], ['c']]);
  expect(groups.map(({ entries }) => entries.map(({ id }) => id).join(' '))).toEqual(['a b', 'c', 'new']);
});
