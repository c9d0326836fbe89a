import type { Organisation } from '@plenum/shared/api/organisation/contract';
import { mayInOrganisation, type OrganisationAct } from '@plenum/shared/api/organisation/may';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '@plenum/shared/core/limits';
import { Field } from '../../ui/Field.tsx';
import { LongField } from '../../ui/LongField.tsx';
import { showToast } from '../../ui/toasts.ts';
import { MeterRow } from '../home/Meters.tsx';
import { api } from '../service/api.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { useMe } from '../service/me.ts';
import { metersOf } from '../service/meters.ts';
import { ButtonLink, Form, Section, ServiceFrame, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { AuditSection } from './AuditSection.tsx';
import { InvitationsSection } from './InvitationsSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { MembersSection } from './MembersSection.tsx';
import { UsageSection } from './UsageSection.tsx';

/** An organisation: its tier, people, invitations, keys, usage and changes, as far as the person may see them. */
export function OrganisationPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('service');
  const me = useMe();
  const ask = useCallback(() => api.organisation(id), [id]);
  const { answer, again, take } = useAnswer(ask);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  if (answer.state === 'asking')
    return (
      <ServiceFrame title={t('loading')}>
        <Waiting rows={5} />
      </ServiceFrame>
    );
  const organisation = answer.value;
  const { name, role, kind, tier } = organisation;
  const may = (act: OrganisationAct) => mayInOrganisation({ role, operator: me.operator }, act);
  return (
    <ServiceFrame title={name}>
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h1 dir="auto" className="text-3xl font-bold tracking-tight [overflow-wrap:anywhere]">
            {name}
          </h1>
          <p className="text-dim">
            <bdi>{tier.name}</bdi>
            {tier.contribution !== '' && ` · ${tier.contribution}`}
          </p>
        </div>
        <ButtonLink href="/home">{t('toHome')}</ButtonLink>
      </header>
      <Section title={t('organisation.limits')}>
        {metersOf(organisation).map((meter) => (
          <MeterRow key={meter.limit} meter={meter} />
        ))}
      </Section>
      {may('change') && kind === 'group' && <LookSection organisation={organisation} onChange={take} />}
      {kind === 'group' && may('readMembers') && (
        <MembersSection id={id} role={role} mayChange={may('changeMembers')} onChange={again} />
      )}
      {kind === 'group' && may('invite') && <InvitationsSection id={id} role={role} />}
      {may('manageKeys') && <KeysSection id={id} />}
      {may('readUsage') && <UsageSection id={id} />}
      {may('readAudit') && <AuditSection id={id} />}
    </ServiceFrame>
  );
}

interface LookProps {
  readonly organisation: Organisation;
  readonly onChange: (organisation: Organisation) => void;
}

/** The name of an organisation, and the words on the pages of its spaces. */
function LookSection({ organisation, onChange }: LookProps) {
  const { t } = useTranslation('service');
  const [name, setName] = useState(organisation.name);
  const [welcome, setWelcome] = useState(organisation.look.welcome);
  const { busy, error, send } = useSending();
  const save = async () => {
    const input = { name, look: { ...organisation.look, welcome } };
    const next = await send(() => api.changeOrganisation(organisation.id, input));
    if (!next) return;
    onChange(next);
    showToast({ tone: 'good', words: t('organisation.saved') });
  };
  return (
    <Section title={t('organisation.look')}>
      <Form look="plain" submit={t('save')} busy={busy} error={error} onSubmit={save}>
        <Field
          label={t('organisation.name')}
          value={name}
          onChange={setName}
          maxLength={limits.titleLength}
          autoComplete="off"
          error={name.trim() === '' ? t('space.titleInvalid', { max: limits.titleLength }) : undefined}
        />
        <LongField
          label={t('organisation.welcome')}
          value={welcome}
          onChange={setWelcome}
          note={t('organisation.welcomeNote')}
          rows={3}
          maxLength={500}
        />
      </Form>
    </Section>
  );
}
