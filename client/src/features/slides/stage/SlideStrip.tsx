import { findPage } from '@plenum/shared/features/slides/contract';
import { useRef } from 'react';
import type { PageOnStage } from '../slot.ts';
import { useSize } from '../../../ui/useSize.ts';
import { Layers } from './Layers.tsx';
import { PagePicture } from '../pages/PagePicture.tsx';
import { useSlides } from '../useSlides.ts';
import { boxOf, wholeOf } from './view.ts';

/** A small picture of the page on the stage, for viewing only. */
export function SlideStrip() {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  const { presentations, current } = useSlides();
  const found = findPage(presentations, current);
  if (!found) return null;
  const { page, presentation } = found;
  const view = wholeOf(page);
  const box = size.width > 0 ? boxOf(view, size) : undefined;
  const onStage: PageOnStage = { id: page.id, width: page.width, height: page.height, view, place: 'strip' };
  return (
    <div ref={place} inert className="absolute inset-0 bg-stage">
      {box && (
        <div className="absolute" style={box}>
          <PagePicture presentation={presentation} page={page} view={view} box={box} />
          <Layers page={onStage} />
        </div>
      )}
    </div>
  );
}
