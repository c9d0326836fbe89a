import { away } from '@plenum/shared/features/away/contract';
import { Coffee } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/useAsk.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useIAmAway } from './useAway.ts';

/** The "More" menu's entry for going away and coming back. */
export function useAwayEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const isAway = useIAmAway();
  return [
    {
      id: 'away',
      label: isAway ? t('away.back') : t('away.go'),
      icon: <Coffee aria-hidden="true" className="size-5 text-dim" />,
      run: () => void ask(away, 'set', { away: !isAway }),
    },
  ];
}
