import type { FeatureSlots } from '../../app/slots.ts';
import { SlidesButton } from './SlidesButton.tsx';
import { SlidesWatcher } from './SlidesWatcher.tsx';
import { useSlidesEntry } from './useSlidesEntry.tsx';
import { useStage } from './stage/useStage.tsx';

/** Presentations: pages shown to all members. */
export const slidesSlots: FeatureSlots = {
  name: 'slides',
  controls: [{ id: 'slides', place: 'main', Control: SlidesButton }],
  useMore: useSlidesEntry,
  shortcuts: [
    { keys: '← →', label: 'slides.keys.turn', on: 'slides.keys.title' },
    { keys: 'Home End', label: 'slides.keys.ends', on: 'slides.keys.title' },
    { keys: '+ −', label: 'slides.keys.zoom', on: 'slides.keys.title' },
    { keys: '0', label: 'slides.keys.whole', on: 'slides.keys.title' },
  ],
  useStage,
  Watcher: SlidesWatcher,
  loadKeeps: () => import('./keeps.ts').then(({ keepsOf }) => keepsOf),
};
