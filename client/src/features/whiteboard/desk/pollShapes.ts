import { assertNever } from '@plenum/shared/core/errors';
import type { Poll } from '@plenum/shared/features/poll/contract';
import type { DrawnShape } from '@plenum/shared/features/whiteboard/shapes';
import type { TFunction } from 'i18next';
import { rounded } from '../drawing/box.ts';
import { lineHeight } from '../drawing/lettering.ts';
import { newShapeId } from './BoardDesk.ts';

/** Where a result is put on the page, page units. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly order: number;
}

const [titleSize, size, gap] = [44, 32, 14];
/** Shares of the width: for an option's words, and for a bar of 100 %. */
const [labelShare, barShare] = [0.36, 0.5];

/** The last poll with a public result; undefined when there is none that could be drawn. */
export function lastResult(polls: readonly Poll[]): Poll | undefined {
  return polls.findLast(({ outcome, setup }) => outcome?.result.kind === 'counted' && setup.choice.kind !== 'typed');
}

/** A public result as shapes: the question, and for each option its words, a bar and a number. */
export function pollShapes(
  t: TFunction,
  { setup, outcome }: Poll,
  { x, y, width, order }: Spot,
): readonly DrawnShape[] {
  if (outcome?.result.kind !== 'counted') return [];
  const { tally, ballots } = outcome.result;
  const row = size * lineHeight + gap;
  // Room for a question of two lines.
  const first = y + 2 * titleSize * lineHeight + gap;
  const text = (words: string, place: { x: number; y: number; w: number; size: number }, at: number): DrawnShape => {
    const { size: letters, ...rest } = place;
    const h = rounded(letters * lineHeight);
    const common = { id: newShapeId(), h, angle: 0, order: order + at, colour: 'ink' as const };
    return { kind: 'text', ...common, ...rest, size: letters, text: words };
  };
  const rows = labelsOf(t, setup.choice).flatMap((label, index): readonly DrawnShape[] => {
    const count = tally[index] ?? 0;
    const top = rounded(first + index * row);
    const left = rounded(x + width * labelShare);
    const full = (width * barShare * count) / Math.max(1, ballots);
    const bar: DrawnShape = {
      kind: 'rectangle',
      id: newShapeId(),
      x: left,
      y: top,
      w: rounded(Math.max(4, full)),
      h: size,
      angle: 0,
      order: order + 1,
      colour: 'green',
      width: 2,
      dash: 'solid',
      fill: 'solid',
    };
    return [
      text(label, { x, y: top, w: rounded(width * labelShare - gap), size }, 1),
      bar,
      text(String(count), { x: rounded(left + Math.max(4, full) + gap), y: top, w: 120, size }, 1),
    ];
  });
  return [text(setup.question, { x, y, w: width, size: titleSize }, 0), ...rows];
}

function labelsOf(t: TFunction, choice: Poll['setup']['choice']): readonly string[] {
  switch (choice.kind) {
    case 'custom':
      return choice.options;
    case 'letters':
      return Array.from({ length: choice.count }, (_, index) => String.fromCodePoint(65 + index));
    case 'yesNo':
      return [t('poll.fixed.yes'), t('poll.fixed.no')];
    case 'yesNoAbstain':
      return [t('poll.fixed.yes'), t('poll.fixed.no'), t('poll.fixed.abstain')];
    case 'trueFalse':
      return [t('poll.fixed.true'), t('poll.fixed.false')];
    case 'typed':
      return [];
    default:
      return assertNever(choice);
  }
}
