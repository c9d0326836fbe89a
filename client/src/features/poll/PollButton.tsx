import { ChartBar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { panelElementId, togglePanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { useWaitingPolls } from './polls.ts';

/** Opens the polls, and shows how many wait for my vote. */
export function PollButton() {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  const open = useOpenPanel() === 'poll';
  const toggle = () => togglePanel('poll');
  useHotkey('L', toggle);
  return (
    <ControlButton
      id="control-poll"
      icon={<ChartBar aria-hidden="true" />}
      word={t('poll.title')}
      hint={t('poll.hint')}
      hotkey="L"
      onPress={toggle}
      opens={{ open, id: panelElementId }}
      {...(waiting > 0
        ? { count: { number: waiting, words: t('poll.waiting', { count: waiting }), waits: true } }
        : {})}
    />
  );
}

/** The number of polls that wait for my vote, on the tab; renders nothing for zero. */
export function PollBadge() {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  if (waiting === 0) return null;
  return (
    <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-bold text-accent-ink tabular">
      <span aria-hidden="true">{waiting}</span>
      <span className="sr-only">{t('poll.waiting', { count: waiting })}</span>
    </span>
  );
}
