import { limits } from '@plenum/shared/core/limits';
import { DisplayName } from '@plenum/shared/core/text';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';
import { wordsOfError } from '../../app/errorWords.ts';
import { useMeeting, useSession } from '../../app/session.ts';
import { useAsk } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { LineForm } from '../../ui/LineForm.tsx';
import { Switch } from '../../ui/Switch.tsx';

interface Props {
  readonly member: PresentMember;
  readonly onDone: () => void;
}

/** Changes a person's name, for everybody at once. */
export function RenameForm({ member: { id, name }, onDone }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const save = async (written: string) => {
    const parsed = z.safeParse(DisplayName, written);
    if (!parsed.success) return t('preJoin.nameInvalid', { max: limits.nameLength });
    try {
      await session.send(moderation, 'rename', { member: id, name: parsed.data });
    } catch (reason) {
      return t(wordsOfError(reason));
    }
    onDone();
    return undefined;
  };
  return (
    <LineForm
      label={t('moderation.newName')}
      before={name}
      maxLength={limits.nameLength}
      cancel={t('moderation.cancel')}
      submit={t('moderation.saveName')}
      onCancel={onDone}
      onSubmit={save}
    />
  );
}

/** Removes a person, with or without a ban. */
export function RemoveForm({ member: { id }, onDone }: Props) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [ban, setBan] = useState(false);
  const remove = async () => {
    if (await ask(moderation, 'remove', { member: id, ban })) onDone();
  };
  return (
    <div className="flex flex-col gap-4">
      <p>{ban ? t('moderation.banBody') : t('moderation.removeBody')}</p>
      <Switch on={ban} onChange={setBan}>
        {t('moderation.alsoBan')}
      </Switch>
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onPress={onDone}>
          {t('moderation.cancel')}
        </Button>
        <Button look="danger" onPress={() => void remove()}>
          {ban ? t('moderation.removeAndBan') : t('moderation.removeNow')}
        </Button>
      </div>
    </div>
  );
}

/** Ends the meeting for everybody; names the polls that are still open. */
export function EndForm({ onDone }: Pick<Props, 'onDone'>) {
  const { t } = useTranslation();
  const { polls, voters } = useMeeting((state) => stateOf(state, poll));
  const open = polls.filter(({ status }) => status === 'open');
  const ask = useAsk();
  const end = async () => {
    if (await ask(moderation, 'end', {})) onDone();
  };
  return (
    <div className="flex flex-col gap-4">
      <p>{t('moderation.endBody')}</p>
      {open.length > 0 && (
        <div className="rounded-control bg-amber-soft p-3 text-amber-text">
          <p>{t('moderation.endPolls', { count: open.length })}</p>
          <ul className="list-disc pl-5">
            {open.map(({ id, setup, voted }) => (
              <li key={id} className="[overflow-wrap:anywhere]">
                {t('moderation.endPoll', { question: setup.question, voted, voters })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onPress={onDone}>
          {t('moderation.cancel')}
        </Button>
        <Button look="danger" onPress={() => void end()}>
          {t('moderation.endNow')}
        </Button>
      </div>
    </div>
  );
}
