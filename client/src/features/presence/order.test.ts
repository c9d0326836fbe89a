import { expect, it } from 'vitest';
import { person } from '../../testing/fakeSession.ts';
import { ordered } from './order.ts';

const people = [
  person('c', { name: 'Émile' }),
  person('a', { name: 'Member 10' }),
  person('b', { name: 'member 9' }),
  person('me', { name: 'Zoe' }),
  person('d', { name: 'Eva' }),
];
const names = (order: 'name' | 'hands', hands: readonly string[] = []) =>
  ordered(people, { order, me: 'me', hands, language: 'en' }).map(({ name }) => name);

it('orders people by name, this person first, without regard to accents and capitals, numbers by their value', () => {
  expect(names('name', ['a'])).toEqual(['Zoe', 'Émile', 'Eva', 'member 9', 'Member 10']);
});

it('puts raised hands first, in the order of the queue', () => {
  expect(names('hands', ['a', 'd'])).toEqual(['Member 10', 'Eva', 'Zoe', 'Émile', 'member 9']);
});
