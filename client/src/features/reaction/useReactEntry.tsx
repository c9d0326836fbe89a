import { SmilePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useMayReact, useReactionDesk } from './useReactions.ts';

/** The "More" menu's entry for reacting, when the bar has no button for it. */
export function useReactEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const desk = useReactionDesk();
  const may = useMayReact();
  if (!folded.has('reaction') || !may) return [];
  return [
    {
      id: 'react',
      label: t('reaction.title'),
      icon: <SmilePlus aria-hidden="true" className="size-5 text-dim" />,
      run: () => desk.setPalette(true),
    },
  ];
}
