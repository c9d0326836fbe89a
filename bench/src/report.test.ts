import { expect, it } from 'vitest';
import { spread } from './report.ts';

it('takes percentiles by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(spread(values)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
  expect(spread([7])).toEqual({ p50: 7, p95: 7, p99: 7, max: 7 });
  expect(spread([])).toEqual({ p50: 0, p95: 0, p99: 0, max: 0 });
});
