import { skeletonOf } from '@plenum/shared/core/likeness';
import { lobby, lobbyPolicies, LobbyPolicy } from '@plenum/shared/features/lobby/contract';
import { DoorOpen, MessageSquareText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { aside } from '@plenum/shared/core/aside';
import { usePeople } from '../../app/meeting/stage/people.ts';
import { useMeeting } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { Select } from '../../ui/Select.tsx';
import { useAdmitAll, useQueue } from './queue.ts';
import { WaitingRow } from './WaitingRow.tsx';
import { WordsDialog } from './WordsDialog.tsx';

/** The policy of the door and the queue, above the list of people, for members who may let people in. */
export function LobbySection() {
  const { t } = useTranslation();
  const may = useMeeting(({ me }) => me.abilities.includes('lobbyManage'));
  if (!may) return null;
  return (
    <section aria-label={t('lobby.title')} className="flex flex-col gap-3 border-b border-line px-3 py-3">
      <PolicySelect />
      <Queue />
      <Remembered />
    </section>
  );
}

function PolicySelect() {
  const { t } = useTranslation();
  const ask = useAsk();
  const policy = useMeeting((state) => stateOf(state, lobby).policy);
  const choose = (chosen: string) => {
    const wanted = z.safeParse(LobbyPolicy, chosen);
    if (wanted.success) aside(ask(lobby, 'setPolicy', { policy: wanted.data }));
  };
  return (
    <Select
      label={t('lobby.policy.title')}
      options={lobbyPolicies.map((id) => ({ id, label: t(`lobby.policy.${id}`) }))}
      chosen={policy}
      onChoose={choose}
      icon={<DoorOpen aria-hidden="true" className="size-5 text-dim" />}
      placeholder={t('lobby.policy.open')}
    />
  );
}

/** The queue, first come first, with the actions for all waiting people. */
function Queue() {
  const { t } = useTranslation();
  const ask = useAsk();
  const [telling, setTelling] = useState(false);
  const words = useMeeting((state) => stateOf(state, lobby).words);
  const people = usePeople();
  const inside = useMemo(() => new Set(people.map(({ name }) => skeletonOf(name))), [people]);
  const queue = useQueue();
  const admitAll = useAdmitAll();
  if (queue.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <h2 className="px-1 font-bold">{t('lobby.waiting', { count: queue.length })}</h2>
      <Rows>
        <ol>
          {queue.map((one) => (
            <li key={one.id}>
              <WaitingRow one={one} alike={inside.has(skeletonOf(one.name))} />
            </li>
          ))}
        </ol>
      </Rows>
      <div className="flex flex-wrap gap-2 *:grow">
        {queue.length > 1 && (
          <Button look="primary" onPress={admitAll}>
            {t('lobby.admitAll')}
          </Button>
        )}
        <Button onPress={() => setTelling(true)}>
          <MessageSquareText aria-hidden="true" className="size-5" />
          {t('lobby.tellAll')}
        </Button>
      </div>
      <WordsDialog
        open={telling}
        title={t('lobby.tellAllTitle')}
        label={t('lobby.words')}
        before={words}
        onClose={() => setTelling(false)}
        onSay={(said) => void ask(lobby, 'tellAll', { words: said })}
      />
    </div>
  );
}

function Remembered() {
  const { t } = useTranslation();
  const ask = useAsk();
  const count = useMeeting((state) => stateOf(state, lobby).rememberedCount);
  if (count === 0) return null;
  return (
    <div className="flex items-center gap-2 pl-1">
      <p className="min-w-0 flex-1 text-sm text-dim">{t('lobby.remembered', { count })}</p>
      <Button look="quiet" onPress={() => void ask(lobby, 'forget', {})}>
        {t('lobby.forget')}
      </Button>
    </div>
  );
}
