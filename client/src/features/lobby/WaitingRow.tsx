import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { EllipsisVertical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { wordsOfDuration } from '../../app/wordsOfTime.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { useNow } from '../../ui/useNow.ts';
import { DenyDialog } from './DenyDialog.tsx';
import { admissionOf } from './queue.ts';
import { WordsDialog } from './WordsDialog.tsx';

type Talk = 'none' | 'tell' | 'deny' | 'denyAlways';

interface Props {
  readonly one: Waiting;
  /** True when a person inside has a similar name. */
  readonly alike: boolean;
}

/** One waiting person: buttons for both answers, and a menu with the rest. */
export function WaitingRow({ one, alike }: Props) {
  const { t, i18n } = useTranslation();
  const ask = useAsk();
  const [talk, setTalk] = useState<Talk>('none');
  const now = useNow(10_000) + useMeeting((state) => state.clockOffsetMs);
  const { id: member, name, since, online } = one;
  const usual = admissionOf(one);
  const other = usual === 'guest' ? 'participant' : 'guest';
  const admit = (as: 'participant' | 'guest', remember: boolean) => void ask(lobby, 'admit', { member, as, remember });
  const entries: readonly MenuEntry[] = [
    { id: 'as', label: t(`lobby.admitAs.${other}`), run: () => admit(other, false) },
    { id: 'always', label: t('lobby.admitAlways'), run: () => admit(usual, true) },
    { id: 'tell', label: t('lobby.tell'), run: () => setTalk('tell') },
    { id: 'denyAlways', label: t('lobby.denyAlways'), danger: true, run: () => setTalk('denyAlways') },
  ];
  const time = wordsOfDuration(Math.max(0, now - since), i18n.language);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 pl-1">
      <Avatar id={member} name={name} size="36px" />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-dim tabular">{online ? t('lobby.since', { time }) : t('people.offline')}</p>
        {alike && <p className="text-sm text-amber-text">{t('lobby.alike')}</p>}
      </div>
      <Menu
        label={t('people.actions', { name })}
        groups={[{ id: 'person', entries }]}
        trigger={
          <Button look="quiet" square aria-label={t('people.actions', { name })}>
            <EllipsisVertical aria-hidden="true" className="size-5" />
          </Button>
        }
      />
      <div className="flex w-full flex-wrap gap-2 pb-1 pl-12">
        <Button look="primary" aria-label={t('lobby.admit', { name })} onPress={() => admit(usual, false)}>
          {t('lobby.admitNow')}
        </Button>
        <Button aria-label={t('lobby.denyName', { name })} onPress={() => setTalk('deny')}>
          {t('lobby.denyNow')}
        </Button>
      </div>
      <RowDialogs one={one} talk={talk} onClose={() => setTalk('none')} />
    </div>
  );
}

interface RowDialogsProps {
  readonly one: Waiting;
  readonly talk: Talk;
  readonly onClose: () => void;
}

function RowDialogs({ one, talk, onClose }: RowDialogsProps) {
  const { t } = useTranslation();
  const ask = useAsk();
  const { id: member, name, words: before } = one;
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
      <DenyDialog
        one={one}
        open={talk === 'deny' || talk === 'denyAlways'}
        remember={talk === 'denyAlways'}
        onClose={onClose}
      />
    </>
  );
}
