import { useTranslation } from 'react-i18next';
import type { MenuGroup } from '../../ui/Menu.tsx';
import { useLocal, useLocalMedia } from './localMediaContext.ts';

const kinds = ['text', 'motion'] as const;

/** What the screen to be shared shows, as a group of a menu. */
export function useShareGroups(): readonly MenuGroup[] {
  const { t } = useTranslation();
  const local = useLocalMedia();
  const kind = useLocal(({ memory }) => memory.shareKind);
  return [
    {
      id: 'share-kind',
      title: t('media.shareKind.title'),
      chosen: kind,
      entries: kinds.map((id) => ({ id, label: t(`media.shareKind.${id}`), run: () => local.shareAs(id) })),
    },
  ];
}
