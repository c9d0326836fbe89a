import { Presentation } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { slideDeskOf } from './desk.ts';
import { useSlideRights } from './useSlides.ts';

/** The "More" menu's entry for presentations, when the bar has no room for it. */
export function useSlidesEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const desk = slideDeskOf(useSession());
  const { shows, uploads } = useSlideRights();
  if (!folded.has('slides') || (!shows && !uploads)) return [];
  const icon = <Presentation aria-hidden="true" className="size-5 text-dim" />;
  return [{ id: 'slides', label: t('slides.title'), icon, run: () => desk.setState({ managing: true }) }];
}
