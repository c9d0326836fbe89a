import { isolated } from '@plenum/shared/core/direction';
import { type Role, roles } from '@plenum/shared/core/abilities';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import { useHomeMeeting } from '../../app/stayContext.ts';
import { useAskHome } from '../../app/useAsk.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';

interface Props {
  readonly onDone: () => void;
}

/** Makes another member a host, then leaves. A refused hand-over leaves the host inside. */
export function HandOverForm({ onDone }: Props) {
  const { t } = useTranslation();
  const ask = useAskHome();
  const session = useSession();
  const candidates = useCandidates();
  const [chosen, setChosen] = useState<string>();
  const successor = candidates.find(({ id }) => id === chosen) ?? candidates[0];
  const handOver = async () => {
    if (!successor || !(await ask(moderation, 'promote', { member: successor.id, role: 'host' }))) return;
    onDone();
    await session.leave();
  };
  return (
    <div className="flex flex-col gap-4">
      <p>{t('moderation.handOverBody')}</p>
      <Select
        label={t('moderation.newHost')}
        options={candidates.map(({ id, name, role }) => ({ id, label: labelOf(name, role, t(`role.${role}`)) }))}
        chosen={successor?.id ?? ''}
        onChoose={setChosen}
        placeholder={t('moderation.nobodyElse')}
      />
      <div className="flex flex-wrap justify-end gap-3">
        <Button look="quiet" onPress={onDone}>
          {t('moderation.cancel')}
        </Button>
        <Button look="danger" isDisabled={!successor} onPress={() => void handOver()}>
          {t('moderation.handOverNow')}
        </Button>
      </div>
    </div>
  );
}

function labelOf(name: string, role: Role, roleWords: string): string {
  return role === 'participant' ? name : `${isolated(name)} · ${roleWords}`;
}

/** The members who are here and can become host: the most trusted first, then in order of arrival. */
function useCandidates() {
  const me = useHomeMeeting((state) => state.me.id);
  const members = useHomeMeeting((state) => stateOf(state, presence).members);
  return Object.values(members)
    .filter(({ id, online }) => id !== me && online)
    .toSorted((one, other) => roles.indexOf(one.role) - roles.indexOf(other.role) || one.joinedAt - other.joinedAt);
}
