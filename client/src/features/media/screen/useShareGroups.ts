import { useTranslation } from 'react-i18next';
import type { MenuGroup } from '../../../ui/Menu.tsx';
import { useLocal, useLocalMedia } from '../local/localMediaContext.ts';

const kinds = ['text', 'motion'] as const;

/** A menu group for the content of the shared screen. */
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
