import type { Membership } from '@plenum/shared/api/organisation/contract';
import { type MemberRole, memberRoles } from '@plenum/shared/api/organisation/may';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { api } from '../service/api.ts';
import { useMe } from '../service/me.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { rolesFor } from './roles.ts';

interface Props {
  readonly id: string;
  readonly role: MemberRole | undefined;
  readonly mayChange: boolean;
  /** Counts of the organisation may have changed. */
  readonly onChange: () => Promise<void>;
}

interface Leaving {
  readonly account: string;
  readonly name: string;
}

/** The people of an organisation, with their roles. */
export function MembersSection({ id, role, mayChange, onChange }: Props) {
  const { t } = useTranslation('service');
  const me = useMe();
  const [, navigate] = useLocation();
  const ask = useCallback(() => api.members(id), [id]);
  const { answer, again, take } = useAnswer(ask);
  const { busy, error, send } = useSending();
  const [leaving, setLeaving] = useState<Leaving>();
  const mine = rolesFor(role);
  const change = async (account: string, next: MemberRole) => {
    if (await send(() => api.changeMember(id, account, { role: next }))) await onChange();
    await again();
  };
  const remove = async ({ account }: Leaving) => {
    const done = await send(() => api.removeMember(id, account));
    setLeaving(undefined);
    if (!done) return;
    if (account === me.account) return navigate('/home');
    await Promise.all([again(), onChange()]);
  };
  const more = async () => {
    if (answer.state !== 'there') return;
    const { members } = answer.value;
    const next = await send(() => api.members(id, members.at(-1)?.account));
    if (next) take({ members: [...members, ...next.members], more: next.more });
  };
  return (
    <Section title={t('members.title')} lead={t('members.lead')}>
      {answer.state === 'asking' && <Waiting />}
      {answer.state === 'failed' && <p>{t('failed')}</p>}
      <Refusal words={error} />
      {answer.state === 'there' && (
        <ul className="flex flex-col divide-y divide-line">
          {answer.value.members.map((member) => (
            <Row
              key={member.account}
              member={member}
              roles={mayChange && mine.includes(member.role) ? mine : []}
              onRole={(next) => aside(change(member.account, next))}
              onLeave={() => setLeaving(member)}
            />
          ))}
        </ul>
      )}
      {answer.state === 'there' && answer.value.more && (
        <div>
          <Button busy={busy} onPress={() => aside(more())}>
            {t('more')}
          </Button>
        </div>
      )}
      {leaving && (
        <Dialog
          open
          alert
          onClose={() => setLeaving(undefined)}
          title={leaving.account === me.account ? t('members.leave') : t('members.removeThis', { name: leaving.name })}
          actions={
            <>
              <Button onPress={() => setLeaving(undefined)}>{t('cancel')}</Button>
              <Button look="danger" busy={busy} onPress={() => aside(remove(leaving))}>
                {t(leaving.account === me.account ? 'members.leave' : 'members.remove')}
              </Button>
            </>
          }
        >
          <p>{t('members.removeBody')}</p>
        </Dialog>
      )}
    </Section>
  );
}

interface RowProps {
  readonly member: Membership;
  /** The roles that can be chosen for this member; none: the role stays. */
  readonly roles: readonly MemberRole[];
  readonly onRole: (role: MemberRole) => void;
  readonly onLeave: () => void;
}

function Row({ member: { account, name, email, role }, roles, onRole, onLeave }: RowProps) {
  const { t } = useTranslation('service');
  const isMe = account === useMe().account;
  const choose = (chosen: string) => {
    const next = memberRoles.find((one) => one === chosen);
    if (next && next !== role) onRole(next);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="font-bold">
          <bdi>{name}</bdi>
        </p>
        {email !== undefined && <p className="text-dim">{email}</p>}
      </div>
      {roles.length > 0 ? (
        <div className="min-w-56">
          <Select
            hideLabel
            label={t('members.roleOf', { name })}
            options={roles.map((one) => ({ id: one, label: t(`members.role.${one}`) }))}
            chosen={role}
            onChoose={choose}
            placeholder=""
          />
        </div>
      ) : (
        <span className="text-dim">{t(`members.role.${role}`)}</span>
      )}
      {(isMe || roles.length > 0) && (
        <Button onPress={onLeave} aria-label={isMe ? t('members.leave') : t('members.removeThis', { name })}>
          {t(isMe ? 'members.leave' : 'members.remove')}
        </Button>
      )}
    </li>
  );
}
