import { SmilePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useMayReact, useNarrow, useReactionDesk } from './useReactions.ts';

/** The "More" menu's entry for reacting, when the bar has no button for it. */
export function useReactEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const desk = useReactionDesk();
  const narrow = useNarrow();
  const may = useMayReact();
  if (!narrow || !may) return [];
  return [
    {
      id: 'react',
      label: t('reaction.title'),
      icon: <SmilePlus aria-hidden="true" className="size-5 text-dim" />,
      run: () => desk.setPalette(true),
    },
  ];
}
