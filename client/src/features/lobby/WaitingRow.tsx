import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { Check, EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useNow } from '../../ui/useNow.ts';
import { WordsDialog } from './WordsDialog.tsx';

type Talk = 'none' | 'tell' | 'deny' | 'denyAlways';

interface Props {
  readonly one: Waiting;
  /** True when a person inside has a similar name. */
  readonly alike: boolean;
}

/** One waiting person: a button that lets them in, and a menu with the rest. */
export function WaitingRow({ one, alike }: Props) {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const [talk, setTalk] = useState<Talk>('none');
  const now = useNow(10_000) + useMeeting((state) => state.clockOffsetMs);
  const { id: member, name, since, online } = one;
  const usual = one.role === 'guest' ? 'guest' : 'participant';
  const other = usual === 'guest' ? 'participant' : 'guest';
  const admit = (as: 'participant' | 'guest', remember: boolean) => void ask(lobby, 'admit', { member, as, remember });
  const entries: readonly MenuEntry[] = [
    { id: 'as', label: t(`lobby.admitAs.${other}`), run: () => admit(other, false) },
    { id: 'always', label: t('lobby.admitAlways'), run: () => admit(usual, true) },
    { id: 'tell', label: t('lobby.tell'), run: () => setTalk('tell') },
    { id: 'deny', label: t('lobby.deny'), danger: true, run: () => setTalk('deny') },
    { id: 'denyAlways', label: t('lobby.denyAlways'), danger: true, run: () => setTalk('denyAlways') },
  ];
  const time = wordsOfDuration(Math.max(0, now - since), i18n.language);
  return (
    <div className="flex min-h-13 items-center gap-3 py-1 pl-1">
      <Avatar id={member} name={name} size="36px" />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-dim tabular">{online ? t('lobby.since', { time }) : t('people.offline')}</p>
        {alike && <p className="text-sm text-amber-text">{t('lobby.alike')}</p>}
      </div>
      <Button square look="primary" aria-label={t('lobby.admit', { name })} onPress={() => admit(usual, false)}>
        <Check aria-hidden="true" className="size-5" />
      </Button>
      <Menu
        label={t('people.actions', { name })}
        groups={[{ id: 'person', entries }]}
        trigger={
          <Button look="quiet" square aria-label={t('people.actions', { name })}>
            <EllipsisVertical aria-hidden="true" className="size-5" />
          </Button>
        }
      />
      <RowDialogs one={one} talk={talk} onClose={() => setTalk('none')} />
    </div>
  );
}

interface RowDialogsProps {
  readonly one: Waiting;
  readonly talk: Talk;
  readonly onClose: () => void;
}

function RowDialogs({ one: { id: member, name, words: before }, talk, onClose }: RowDialogsProps) {
  const { t } = useTranslation();
  const ask = useAsk();
  const denies = talk === 'deny' || talk === 'denyAlways';
  return (
    <>
      <WordsDialog
        open={talk === 'tell'}
        title={t('lobby.tellTitle', { name })}
        label={t('lobby.words')}
        before={before}
        onClose={onClose}
        onSay={(words) => void ask(lobby, 'tell', { member, words })}
      />
      <WordsDialog
        open={denies}
        title={t('lobby.denyTitle', { name })}
        label={t('lobby.denyWords')}
        before=""
        denies
        onClose={onClose}
        onSay={(words) => void ask(lobby, 'deny', { member, words, remember: talk === 'denyAlways' })}
      />
    </>
  );
}
