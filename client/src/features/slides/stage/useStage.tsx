import { findPage } from '@plenum/shared/features/slides/contract';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageItem } from '../../../app/slots.ts';
import { useSlides } from '../useSlides.ts';

const SlideStage = lazy(() => import('./SlideStage.tsx').then((module) => ({ default: module.SlideStage })));
const SlideStrip = lazy(() => import('./SlideStrip.tsx').then((module) => ({ default: module.SlideStrip })));

/** The common page, if there is one. */
export function useStage(): readonly StageItem[] {
  const { t } = useTranslation();
  const { presentations, current } = useSlides();
  const found = findPage(presentations, current);
  if (!found) return [];
  const { presentation } = found;
  return [
    {
      key: 'slides',
      title: presentation.name,
      member: presentation.by ?? '',
      render: (place) => (
        <Suspense
          fallback={<output className="grid size-full place-items-center text-dim">{t('slides.opening')}</output>}
        >
          {place === 'stage' ? <SlideStage /> : <SlideStrip />}
        </Suspense>
      ),
    },
  ];
}
