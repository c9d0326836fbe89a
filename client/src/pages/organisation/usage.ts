import type { Usage } from '@plenum/shared/api/organisation/contract';
import { wordsOfBytes } from '../service/words.ts';

/** What is counted in each month. */
export const measures = ['meetings', 'minutes', 'peak', 'bytes'] as const;
export type Measure = (typeof measures)[number];

/** The number of a month for one measure. */
export function numberOf(month: Usage, measure: Measure): number {
  return measure === 'minutes' ? month.participantMinutes : month[measure];
}

/** A number of a measure in words. */
export function wordsOfMeasure(value: number, measure: Measure, language: string): string {
  return measure === 'bytes' ? wordsOfBytes(value, language) : new Intl.NumberFormat(language).format(value);
}

/** The month before one: `2026-01` after `2025-12`. */
function before(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** The last months up to the newest, oldest first; months without any use have noughts. */
export function lastMonths(months: readonly Usage[], count: number): readonly Usage[] {
  const known = new Map(months.map((month) => [month.month, month]));
  const list: Usage[] = [];
  let month = months[0]?.month;
  while (month !== undefined && list.length < count) {
    list.unshift(known.get(month) ?? { month, meetings: 0, participantMinutes: 0, peak: 0, bytes: 0 });
    month = before(month);
  }
  return list;
}

/** Where a bar of a plot stands and how high it is, in a box of the given size. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The bars of a plot. A value above nought is at least two units high, so that it can be seen. */
export function barsOf(values: readonly number[], width: number, height: number): readonly Bar[] {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return values.map((value, index) => {
    const high = value === 0 ? 0 : Math.max(2, (value / most) * height);
    return { x: index * step + step * 0.12, y: height - high, width: step * 0.76, height: high };
  });
}
