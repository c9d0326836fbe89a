import { expect, it } from 'vitest';
import { Ledger, writtenBy } from './Ledger.ts';

it('counts what is missing and what came twice, by writer', () => {
  const ledger = new Ledger();
  for (const number of [4, 5, 8, 8]) ledger.hear(writtenBy('a', number, 1_000));
  ledger.hear(writtenBy('b', 1, 1_000));
  expect(ledger).toMatchObject({ heard: 4, missing: 2, doubles: 1 });
});

it('gives the time of writing, and leaves messages of other people alone', () => {
  const ledger = new Ledger();
  expect(ledger.hear(writtenBy('a', 1, 1234.5))).toBe(1234.5);
  expect(ledger.hear('Good morning')).toBeUndefined();
  expect(ledger.heard).toBe(1);
});

it('begins anew after a whole new state', () => {
  const ledger = new Ledger();
  ledger.hear(writtenBy('a', 1, 1));
  ledger.forget();
  ledger.hear(writtenBy('a', 9, 1));
  expect(ledger.missing).toBe(0);
});
