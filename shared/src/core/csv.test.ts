import { expect, it } from 'vitest';
import { writeCsv } from './csv.ts';

it('quotes every cell, and writes formulas as text', () => {
  expect(writeCsv([['a "b"', '1,2'], ['=SUM(A1)', '-1'], ['two\nlines']])).toBe(
    '"a ""b""","1,2"\r\n"\'=SUM(A1)","\'-1"\r\n"two\nlines"',
  );
});
