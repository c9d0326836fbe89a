import { TimerIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { openTimer } from './dialog.ts';
import { useManagesTimer } from './useTimer.ts';

/** The "More" menu's entry that starts and changes the timer, for members who may. */
export function useTimerEntry(): readonly MenuEntry[] {
  const { t } = useTranslation();
  if (!useManagesTimer()) return [];
  const icon = <TimerIcon aria-hidden="true" className="size-5 text-dim" />;
  return [{ id: 'timer', label: t('timer.title'), icon, run: openTimer }];
}
