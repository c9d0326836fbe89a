import { Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { panelElementId, togglePanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { useHome } from '../../app/stayContext.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { planDeskOf } from './plan/planDesk.ts';
import { useManages, useRunning } from './useBreakout.ts';

/** Opens the plan, or the board while rooms are open; for members who manage rooms. */
export function BreakoutButton() {
  const { t } = useTranslation();
  const plan = planDeskOf(useHome());
  const running = useRunning();
  const manages = useManages();
  const isOpen = useOpenPanel() === 'breakout';
  const press = () => (running ? togglePanel('breakout') : plan.setState({ open: true }));
  useHotkey('B', () => manages && press());
  if (!manages) return null;
  const calls = running?.help.length ?? 0;
  return (
    <ControlButton
      id="control-breakout"
      icon={<Split aria-hidden="true" />}
      word={t('breakout.control')}
      hint={t('breakout.controlHint')}
      count={
        calls > 0 ? { number: calls, words: t('breakout.callsWaiting', { count: calls }), waits: true } : undefined
      }
      hotkey="B"
      onPress={press}
      {...(running ? { opens: { open: isOpen, id: panelElementId } } : {})}
    />
  );
}
