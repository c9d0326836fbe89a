import { expect, it } from 'vitest';
import { Aliases } from './Aliases.ts';

function counted(most: number) {
  let made = 0;
  return new Aliases(() => `alias-${(made += 1)}`, most);
}

it('has one id for each member and feature, the same every time', () => {
  const aliases = counted(10);
  const first = aliases.of('chat', 'ana');
  expect(aliases.of('chat', 'ana')).toBe(first);
  expect(new Set([first, aliases.of('hand', 'ana'), aliases.of('chat', 'ben')]).size).toBe(3);
  expect([aliases.has(first), aliases.has('ana')]).toEqual([true, false]);
});

it('forgets members who left, and keeps those that an entry or a state still names', () => {
  const aliases = counted(100);
  const kept = aliases.of('chat', 'ana');
  let largest = 0;
  for (let n = 0; n < 10_000; n += 1) {
    aliases.of('chat', `guest-${n}`);
    if (aliases.isDue) aliases.forget((feature, member) => feature === 'chat' && member === 'ana');
    largest = Math.max(largest, aliases.size);
  }
  expect(largest).toBeLessThan(400);
  expect(aliases.of('chat', 'ana')).toBe(kept);
});

it('forgets no member at the first check: a client may have to catch up', () => {
  const aliases = counted(1);
  const alias = aliases.of('chat', 'ana');
  aliases.forget(() => false);
  expect(aliases.of('chat', 'ana')).toBe(alias);
  aliases.forget(() => false);
  aliases.forget(() => false);
  expect([aliases.has(alias), aliases.size]).toEqual([false, 0]);
});
