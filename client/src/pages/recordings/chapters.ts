import type { Chapter } from '@plenum/shared/api/recording/contract';
import type { Happening } from './contents.ts';

/** A chapter of the time line. `kind` says where it is from; `hand`: a person wrote it. */
export interface Mark {
  readonly at: number;
  readonly title: string;
  readonly kind: 'hand' | 'page' | 'poll' | 'screen';
}

/** Words for what happened. */
type Name = (happening: Happening) => string | undefined;

/** Chapters closer than this to one written by hand are left out, in ms. */
const nearMs = 2_000;
/** A page that stays shorter than this was only turned over, in ms. */
const passedMs = 1_500;

/** The chapters: those written by hand, and pages, polls and screens. In the order of time. */
export function marksOf(happenings: readonly Happening[], byHand: readonly Chapter[], nameOf: Name): readonly Mark[] {
  const found = happenings.flatMap((one, index): Mark[] => {
    if (one.is !== 'page' && one.is !== 'poll' && one.is !== 'screen') return [];
    const next = happenings.slice(index + 1).find(({ is }) => is === 'page');
    if (one.is === 'page' && next && next.at - one.at < passedMs) return [];
    const title = nameOf(one);
    return title === undefined ? [] : [{ at: one.at, title, kind: one.is }];
  });
  const hand = byHand.map(({ at, title }): Mark => ({ at, title, kind: 'hand' }));
  const others = found.filter(({ at }) => !hand.some((one) => Math.abs(one.at - at) < nearMs));
  return [...hand, ...others].toSorted((a, b) => a.at - b.at);
}

/** The chapter that plays at a time. */
export function markAt(marks: readonly Mark[], at: number): Mark | undefined {
  return marks.findLast((mark) => mark.at <= at);
}
