import { hand } from '@plenum/shared/features/hand/contract';
import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { useAsk } from '../../app/useAsk.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { useMyPlace, useWaiting } from './queue.ts';

/** The "More" menu's entry for the queue, with the number of raised hands; and the own hand, when the bar has no room for it. */
export function useHandEntry(folded: ReadonlySet<string>): readonly MenuEntry[] {
  const { t } = useTranslation();
  const ask = useAsk();
  const waiting = useWaiting();
  const up = useMyPlace().kind !== 'down';
  const own: MenuEntry = {
    id: 'hand',
    label: up ? t('hand.lowerHint') : t('hand.raiseHint'),
    icon: <Hand aria-hidden="true" className="size-5 text-dim" />,
    run: () => void ask(hand, up ? 'lower' : 'raise', {}),
  };
  return [
    ...(folded.has('hand') ? [own] : []),
    {
      id: 'hands',
      label: t('hand.showQueue'),
      icon: <Hand aria-hidden="true" className="size-5 text-dim" />,
      ...(waiting > 0 ? { hint: <span className="text-dim tabular">{waiting}</span> } : {}),
      run: () => openPanel('hand'),
    },
  ];
}
