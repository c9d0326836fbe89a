import { lobby } from '@plenum/shared/features/lobby/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { panelElementId, togglePanel, useOpenPanel } from '../../app/meeting/panel/panels.ts';
import { useMeeting } from '../../app/session.ts';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import { stateOf } from '../../core/store.ts';
import { ControlButton } from '../../ui/ControlButton.tsx';

/** Shows the number of people and opens the list. */
export function PeopleButton() {
  const { t } = useTranslation();
  const count = useMeeting((state) => Object.keys(stateOf(state, presence).members).length);
  const waiting = useMeeting((state) => Object.keys(stateOf(state, lobby).waiting).length);
  const open = useOpenPanel() === 'people';
  const toggle = () => togglePanel('people');
  useHotkey('P', toggle);
  return (
    <ControlButton
      id="control-people"
      icon={<Users aria-hidden="true" />}
      word={t('people.title')}
      count={
        waiting > 0
          ? { number: waiting, words: t('people.waiting', { count: waiting }), waits: true }
          : { number: count, words: t('people.count', { count }), waits: false }
      }
      hint={t('people.hint')}
      hotkey="P"
      onPress={toggle}
      opens={{ open, id: panelElementId }}
    />
  );
}
