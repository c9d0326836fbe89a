import type { MachineWords } from '../../machineWords.ts';
import type { Impairment } from '../../relay/UdpRelay.ts';
import type { Judged } from '../gates.ts';
import type { Histogram } from '../histogram.ts';
import type { Row } from '../Row.ts';
import type { Happening } from '../Run.ts';
import type { Summary } from '../Summary.ts';
import { cardsOf } from './cards.ts';

/** Everything that a report says. */
export interface Result {
  readonly scenario: { readonly name: string; readonly title: string; readonly about: string };
  readonly server: { readonly address: string; readonly version: string };
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly rampSeconds: number;
  readonly machine: MachineWords;
  readonly path: Impairment;
  readonly seed: number;
  readonly summary: Summary;
  readonly gates: readonly Judged[];
  readonly events: readonly Happening[];
  /** Words of failures, and how often each came. */
  readonly failures: Readonly<Record<string, number>>;
  /** Why it ended early. */
  readonly brokenOff?: string;
  /** Why it proves nothing. */
  readonly void?: string;
  readonly joins: Histogram;
  readonly rows: readonly Row[];
}

/** The first sentence of a report. */
export function verdictOf(result: Result): string {
  const { summary, brokenOff } = result;
  if (brokenOff !== undefined) return brokenOff;
  if (result.void !== undefined) return 'This test proves nothing: the machine that made the load was the limit.';
  if (summary.peak === 0) return 'Nobody got into the meeting.';
  const bad = cardsOf(result.summary).filter(({ grade }) => grade === 'bad');
  const broken = result.gates.filter(({ holds }) => !holds);
  const people = `${summary.peak} people were in the meeting at once`;
  if (broken.length > 0)
    return `${people}, and ${broken.length === 1 ? 'a gate does' : `${broken.length} gates do`} not hold.`;
  if (bad.some(({ name }) => name === 'This machine'))
    return `${people}. This machine was full, so what is late may be its own doing.`;
  if (bad.length > 0)
    return `${people}, and it was too much: see ${bad.map(({ name }) => name.toLowerCase()).join(', ')}.`;
  return `${people}, and the server carried them.`;
}

/** The last words at the terminal. */
export function wordsOfResult(result: Result): string[] {
  const marks = { good: '✓', fair: '~', bad: '✗', none: ' ' };
  return [
    verdictOf(result),
    ...(result.void === undefined ? [] : [result.void]),
    '',
    ...cardsOf(result.summary).map(
      ({ name, grade, figure, words }) => `  ${marks[grade]} ${name.padEnd(14)} ${figure}  ${words}`,
    ),
    ...(result.gates.length > 0 ? [''] : []),
    ...result.gates.map(
      ({ gate, value, unit, holds }) =>
        `  ${holds ? '✓' : '✗'} gate ${gate.text}: ${value === undefined ? 'nothing was measured' : `${Math.round(value * 1_000) / 1_000} ${unit}`}`,
    ),
    ...Object.entries(result.failures).map(([words, count]) => `  ! ${count} × ${words}`),
  ];
}
