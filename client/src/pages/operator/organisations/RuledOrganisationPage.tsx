import type { Organisation } from '@plenum/shared/api/organisation/contract';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { LongField } from '../../../ui/LongField.tsx';
import { Select } from '../../../ui/Select.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { MeterRow } from '../../home/Meters.tsx';
import { AuditSection } from '../../organisation/AuditSection.tsx';
import { MembersSection } from '../../organisation/MembersSection.tsx';
import { UsageSection } from '../../organisation/UsageSection.tsx';
import { api } from '../../service/api.ts';
import { FailedPage } from '../../service/FailedPage.tsx';
import { metersOf } from '../../service/meters.ts';
import { ButtonLink, Form, Refusal, Section, Waiting } from '../../service/parts.tsx';
import { useSending } from '../../service/refusal.ts';
import { useAnswer } from '../../service/useAnswer.ts';
import { dayOf } from '../../service/words.ts';
import { operatorApi } from '../api.ts';
import { LimitFields } from '../LimitFields.tsx';
import { draftsOf, limitsOf } from '../limits.ts';
import { OperatorFrame } from '../OperatorFrame.tsx';

/** An organisation as operators see and rule it: tier, agreements, state, people, usage and changes. */
export function RuledOrganisationPage({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const ask = useCallback(() => api.organisation(id), [id]);
  const { answer, again, take } = useAnswer(ask);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  if (answer.state === 'asking')
    return (
      <OperatorFrame part="organisations">
        <Waiting rows={5} />
      </OperatorFrame>
    );
  const organisation = answer.value;
  const { name, kind, createdAt } = organisation;
  return (
    <OperatorFrame
      part="organisations"
      title={name}
      lead={t('organisation.since', { day: dayOf(createdAt, i18n.language) })}
    >
      <div>
        <ButtonLink href="/operator/organisations">{t('organisation.all')}</ButtonLink>
      </div>
      <StateSection organisation={organisation} onChange={take} />
      <Section title={service('organisation.limits')}>
        {metersOf(organisation).map((meter) => (
          <MeterRow key={meter.limit} meter={meter} />
        ))}
      </Section>
      <TierSection organisation={organisation} onChange={take} />
      <UsageSection id={id} />
      {kind === 'group' && <MembersSection id={id} role={undefined} mayChange={false} onChange={again} />}
      <AuditSection id={id} />
    </OperatorFrame>
  );
}

interface PartProps {
  readonly organisation: Organisation;
  readonly onChange: (organisation: Organisation) => void;
}

/** Whether the organisation may begin meetings: suspends it with a reason, and resumes it. */
function StateSection({ organisation, onChange }: PartProps) {
  const { t } = useTranslation('operator');
  const { t: own } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const { busy, error, send } = useSending();
  const { id, suspended } = organisation;
  const rule = async (change: { suspended: boolean; reason: string }) => {
    const next = await send(() => operatorApi.ruleOrganisation(id, change));
    setAsking(false);
    if (next) onChange(next);
  };
  return (
    <Section title={t('organisation.state')}>
      <div className={suspended ? 'rounded-control bg-amber-soft p-4 text-amber-text' : ''}>
        <p>{t(suspended ? 'organisation.isSuspended' : 'organisation.works')}</p>
        {organisation.reason !== undefined && <p>{own('reason', { reason: organisation.reason })}</p>}
      </div>
      <Refusal words={error} />
      <div>
        {suspended ? (
          <Button busy={busy} onPress={() => aside(rule({ suspended: false, reason: '' }))}>
            {t('organisation.resume')}
          </Button>
        ) : (
          <Button onPress={() => setAsking(true)}>{t('organisation.suspend')}</Button>
        )}
      </div>
      {isAsking && (
        <Dialog
          open
          onClose={() => setAsking(false)}
          title={t('organisation.suspendTitle')}
          actions={
            <>
              <Button onPress={() => setAsking(false)}>{service('cancel')}</Button>
              <Button look="danger" busy={busy} onPress={() => aside(rule({ suspended: true, reason: reason.trim() }))}>
                {t('organisation.suspend')}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-4">
            <p>{t('organisation.suspendBody')}</p>
            <LongField
              label={t('organisation.reason')}
              value={reason}
              onChange={setReason}
              note={t('organisation.reasonNote')}
              rows={3}
              maxLength={300}
            />
          </div>
        </Dialog>
      )}
    </Section>
  );
}

/** Gives the organisation another tier, or numbers of its own. */
function TierSection({ organisation, onChange }: PartProps) {
  const { t } = useTranslation('operator');
  const { answer } = useAnswer(operatorApi.tiers);
  const [tier, setTier] = useState(organisation.tier.id);
  const [drafts, setDrafts] = useState(() => draftsOf(organisation.agreed));
  const { busy, error, send } = useSending();
  const tiers = answer.state === 'there' ? answer.value.tiers : [organisation.tier];
  const save = async () => {
    const agreed = limitsOf(drafts);
    if (!agreed) return;
    const next = await send(() => operatorApi.ruleOrganisation(organisation.id, { tier, agreed }));
    if (!next) return;
    onChange(next);
    showToast({ tone: 'good', words: t('organisation.saved') });
  };
  return (
    <Section title={t('organisation.tier')} lead={t('organisation.agreedLead')}>
      <Form look="plain" submit={t('organisation.give')} busy={busy} error={error} onSubmit={save}>
        <Select
          label={t('organisations.tier')}
          options={tiers.map(({ id, name }) => ({ id, label: name }))}
          chosen={tier}
          onChoose={setTier}
          placeholder=""
        />
        <LimitFields drafts={drafts} words={['ofTier', 'unlimited']} onChange={setDrafts} />
      </Form>
    </Section>
  );
}
