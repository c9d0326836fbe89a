import { limits } from '@plenum/shared/core/limits';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { MissReason } from '@plenum/shared/features/slides/refusals';
import type { ParseKeys, TFunction } from 'i18next';

const wordsOf: Readonly<Record<MissReason, ParseKeys>> = {
  kind: 'slides.refused.kind',
  office: 'slides.refused.office',
  empty: 'slides.refused.empty',
  bytes: 'slides.refused.bytes',
  pages: 'slides.refused.pages',
  size: 'slides.refused.size',
  locked: 'slides.refused.locked',
  form: 'slides.refused.form',
  portfolio: 'slides.refused.portfolio',
  broken: 'slides.refused.broken',
  heavy: 'slides.refused.heavy',
  full: 'slides.refused.full',
  busy: 'slides.refused.busy',
  twice: 'slides.refused.twice',
  forbidden: 'slides.refused.forbidden',
  address: 'slides.refused.address',
  private: 'slides.refused.private',
  unreachable: 'slides.refused.unreachable',
  late: 'slides.refused.late',
  absent: 'slides.refused.absent',
  page: 'slides.refused.page',
  interrupted: 'slides.refused.interrupted',
};

/** Why a file cannot become a presentation, or did not come, and what to do about it. */
export function wordsOfRefusal(t: TFunction, reason: MissReason): string {
  return t(wordsOf[reason], {
    megabytes: slidesLimits.presentationBytes / 1024 ** 2,
    pages: limits.pagesPerPresentation,
    presentations: slidesLimits.presentationsPerRoom,
  });
}
