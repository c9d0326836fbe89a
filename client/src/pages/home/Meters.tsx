import type { OrganisationCard } from '@plenum/shared/api/organisation/contract';
import { useCallback, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { cx } from '../../ui/cx.ts';
import { api } from '../service/api.ts';
import { type Meter, metersOf, personHours, shareOf } from '../service/meters.ts';
import { useAnswer } from '../service/useAnswer.ts';

/** An organisation of the person: its tier, and what of it is in use, in words and numbers. */
export function Meters({ card }: { readonly card: OrganisationCard }) {
  const { t } = useTranslation('service');
  const heading = useId();
  const reads = card.role === 'owner' || card.role === 'admin';
  const ask = useCallback(async () => {
    const [organisation, usage] = await Promise.all([
      api.organisation(card.id),
      reads ? api.usage(card.id) : Promise.resolve(undefined),
    ]);
    return { organisation, usage };
  }, [card.id, reads]);
  const { answer } = useAnswer(ask);
  if (answer.state !== 'there') return null;
  const { organisation, usage } = answer.value;
  const { tier, suspended } = organisation;
  const month = usage?.months[0];
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-4 rounded-tile border border-line bg-surface p-5">
      <div>
        <h2 id={heading} dir="auto" className="text-lg font-bold [overflow-wrap:anywhere]">
          {organisation.name}
        </h2>
        <p className="text-dim">
          <bdi>{tier.name}</bdi>
          {tier.contribution !== '' && ` · ${tier.contribution}`}
        </p>
      </div>
      {suspended && <p className="text-amber-text">{[t('meters.suspended'), organisation.reason].join(' ')}</p>}
      {metersOf(organisation).map((meter) => (
        <MeterRow key={meter.limit} meter={meter} />
      ))}
      {month && (
        <p className="flex justify-between gap-3">
          <span>{t('meters.meetings')}</span>
          <b className="text-right tabular-nums">
            {t('meters.month', { meetings: month.meetings, hours: personHours(month) })}
          </b>
        </p>
      )}
      {usage && usage.now.meetings > 0 && (
        <p className="flex justify-between gap-3">
          <span>{t('meters.now')}</span>
          <b className="text-right tabular-nums">{t('meters.live', usage.now)}</b>
        </p>
      )}
      <Link href={`/organisations/${card.id}`} className="font-bold text-accent-text">
        {t('meters.more')}
      </Link>
    </section>
  );
}

/** One limit: how much is in use, as words and as a bar. */
export function MeterRow({ meter }: { readonly meter: Meter }) {
  const { t } = useTranslation('service');
  const { limit, used, most } = meter;
  const share = shareOf(meter);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex justify-between gap-3">
        <span>{t(`limit.name.${limit}`)}</span>
        <b className="text-right tabular-nums">
          {most === undefined ? t('meters.unbounded', { used }) : t('meters.of', { used, most })}
        </b>
      </p>
      {share !== undefined && (
        <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-raised">
          <span
            className={cx('block h-full rounded-full', share >= 0.8 ? 'bg-amber' : 'bg-accent')}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      )}
    </div>
  );
}
