import { useTranslation } from 'react-i18next';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { noBackground, soundModes } from '../local/deviceMemory.ts';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

/** Backgrounds without an own picture. */
const backgrounds = [noBackground, 'blur', 'sage', 'dusk', 'sand'] as const;

/** A menu group of the microphone's processing. */
export function useSoundGroup(): MenuGroup {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const sound = useLocal(({ memory }) => memory.sound);
  return {
    id: 'sound',
    title: t('media.sound.title'),
    chosen: sound,
    entries: soundModes.map((id) => ({ id, label: t(`media.sound.${id}`), run: () => void local.soundAs(id) })),
  };
}

/** A menu group of backgrounds. */
export function useBackgroundGroup(): MenuGroup {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const background = useLocal(({ memory }) => memory.background);
  const own = useLocal(({ ownPicture }) => ownPicture);
  const names = own ? ([...backgrounds, 'own'] as const) : backgrounds;
  return {
    id: 'background',
    title: t('media.background.title'),
    chosen: background,
    entries: names.map((id) => ({
      id,
      label: t(`media.background.${id}`),
      run: () => void local.standBefore(id),
    })),
  };
}
