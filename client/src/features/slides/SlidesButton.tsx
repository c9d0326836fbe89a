import { Presentation } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { slideDeskOf } from './desk.ts';
import { useSlideRights } from './useSlides.ts';

/** Opens the presentations, for members who may show or upload them. */
export function SlidesButton() {
  const { t } = useTranslation();
  const desk = slideDeskOf(useSession());
  const { shows, uploads } = useSlideRights();
  if (!shows && !uploads) return null;
  return (
    <ControlButton
      id="control-slides"
      icon={<Presentation aria-hidden="true" />}
      word={t('slides.title')}
      hint={t('slides.hint')}
      onPress={() => desk.setState({ managing: true })}
    />
  );
}
