import { type Invitation } from '@plenum/shared/api/organisation/contract';
import type { MemberRole } from '@plenum/shared/api/organisation/may';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { AddressField, useAddress } from '../service/AddressField.tsx';
import { api } from '../service/api.ts';
import { Form, Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayOf } from '../service/words.ts';
import { rolesFor } from './roles.ts';
import { ShownOnce } from './ShownOnce.tsx';

interface Props {
  readonly id: string;
  readonly role: MemberRole | undefined;
}

/** Invites people, and shows the invitations that wait. The link is shown once, for handing it over. */
export function InvitationsSection({ id, role }: Props) {
  const { t } = useTranslation('service');
  const ask = useCallback(() => api.invitations(id), [id]);
  const { answer, again } = useAnswer(ask);
  const email = useAddress();
  const [as, setAs] = useState<MemberRole>('member');
  const [made, setMade] = useState<{ readonly email: string; readonly link: string }>();
  const [inviting, revoking] = [useSending(), useSending()];
  const roles = rolesFor(role);
  const invite = async () => {
    const address = email.check();
    if (address === undefined) return;
    const invitation = await inviting.send(() => api.invite(id, { email: address, role: as }));
    if (!invitation) return;
    setMade({ email: invitation.email, link: `${location.origin}/invitation#${invitation.token}` });
    email.set('');
    await again();
  };
  const revoke = async (invitation: string) => {
    await revoking.send(() => api.revokeInvitation(id, invitation));
    setMade(undefined);
    await again();
  };
  const invitations = answer.state === 'there' ? answer.value.invitations : [];
  return (
    <Section title={t('invite.title')} lead={t('invite.lead')}>
      <Form look="plain" submit={t('invite.send')} busy={inviting.busy} error={inviting.error} onSubmit={invite}>
        <AddressField label={t('invite.email')} address={email} />
        <Select
          label={t('invite.as')}
          options={roles.map((one) => ({ id: one, label: t(`members.role.${one}`) }))}
          chosen={as}
          onChoose={(chosen) => setAs(roles.find((one) => one === chosen) ?? as)}
          placeholder=""
        />
      </Form>
      {made && (
        <ShownOnce words={t('invite.made', { email: made.email })} secret={made.link} copy={t('home.copyLink')} />
      )}
      {answer.state === 'asking' && <Waiting rows={1} />}
      <Refusal words={revoking.error} />
      {invitations.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {invitations.map((invitation) => (
            <Row
              key={invitation.id}
              invitation={invitation}
              busy={revoking.busy}
              onRevoke={() => aside(revoke(invitation.id))}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

interface RowProps {
  readonly invitation: Invitation;
  readonly busy: boolean;
  readonly onRevoke: () => void;
}

function Row({ invitation: { email, role, expiresAt }, busy, onRevoke }: RowProps) {
  const { t, i18n } = useTranslation('service');
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-bold">{email}</p>
        <p className="text-dim">
          {t(`members.role.${role}`)} · {t('invite.until', { day: dayOf(expiresAt, i18n.language) })}
        </p>
      </div>
      <Button busy={busy} onPress={onRevoke} aria-label={t('invite.revokeThis', { email })}>
        {t('invite.revoke')}
      </Button>
    </li>
  );
}
