import { ChartBar } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { panelElementId, togglePanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';
import { useNarrow, useWaitingPolls } from './polls.ts';

/** Opens the polls, and shows how many wait for my vote. */
export function PollButton() {
  const { t } = useTranslation();
  const waiting = useWaitingPolls();
  const narrow = useNarrow();
  const open = useOpenPanel() === 'poll';
  if (narrow) return null;
  return (
    <ControlButton
      id="control-poll"
      icon={<ChartBar aria-hidden="true" />}
      word={t('poll.title')}
      hint={t('poll.hint')}
      onPress={() => togglePanel('poll')}
      opens={{ open, id: panelElementId }}
      {...(waiting > 0
        ? { count: { number: waiting, words: t('poll.waiting', { count: waiting }), waits: true } }
        : {})}
    />
  );
}
