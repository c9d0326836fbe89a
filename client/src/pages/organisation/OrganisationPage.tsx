import { mayInOrganisation, type OrganisationAct } from '@plenum/shared/api/organisation/may';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { MeterRow } from '../home/Meters.tsx';
import { api } from '../service/api.ts';
import { FailedPage } from '../service/FailedPage.tsx';
import { useMe } from '../service/me.ts';
import { metersOf } from '../service/meters.ts';
import { ButtonLink, Section, ServiceFrame, Waiting } from '../service/parts.tsx';
import { useAnswer } from '../service/useAnswer.ts';
import { AuditSection } from './AuditSection.tsx';
import { BbbSecretsSection } from './BbbSecretsSection.tsx';
import { EmbeddingSection } from './EmbeddingSection.tsx';
import { InvitationsSection } from './InvitationsSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { WebhooksSection } from './webhooks/WebhooksSection.tsx';
import { LookSection } from './LookSection.tsx';
import { MembersSection } from './MembersSection.tsx';
import { organisationWords } from './organisationWords.ts';
import { UsageSection } from './UsageSection.tsx';
import { Logo, useBrand } from '../brand.tsx';
import { usePageWords } from '../usePageWords.ts';

/** An organisation: its tier, people, invitations, keys, usage and changes, as far as the person may see them. */
export function OrganisationPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('service');
  const { t: own } = useTranslation('organisation');
  const hasWords = usePageWords('organisation', organisationWords);
  const me = useMe();
  const ask = useCallback(() => api.organisation(id), [id]);
  const { answer, again, take } = useAnswer(ask);
  useBrand(answer.state === 'there' ? answer.value.look.colour : '');
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  if (answer.state === 'asking' || !hasWords)
    return (
      <ServiceFrame title={t('loading')}>
        <Waiting rows={5} />
      </ServiceFrame>
    );
  const organisation = answer.value;
  const { name, role, kind, tier, logo, suspended, reason } = organisation;
  const may = (act: OrganisationAct) => mayInOrganisation({ role, operator: me.operator }, act);
  return (
    <ServiceFrame title={name}>
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div className="flex min-w-0 flex-col gap-1">
          {logo !== undefined && <Logo logo={logo} />}
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
      {suspended && (
        <div className="rounded-tile bg-amber-soft p-4 text-amber-text [overflow-wrap:anywhere]">
          <p>{own('suspended')}</p>
          {reason !== undefined && <p>{own('reason', { reason })}</p>}
        </div>
      )}
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
      {may('manageWebhooks') && <WebhooksSection id={id} />}
      {may('manageKeys') && <BbbSecretsSection id={id} />}
      {may('manageEmbedding') && <EmbeddingSection id={id} />}
      {may('readUsage') && <UsageSection id={id} />}
      {may('readAudit') && <AuditSection id={id} />}
    </ServiceFrame>
  );
}
