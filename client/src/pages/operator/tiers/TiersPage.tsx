import type { Tier } from '@plenum/shared/api/tier/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../../ui/Button.tsx';
import { FailedPage } from '../../service/FailedPage.tsx';
import { Waiting } from '../../service/parts.tsx';
import { useAnswer } from '../../service/useAnswer.ts';
import { operatorApi } from '../api.ts';
import { limitOrder, wordsOfLimit } from '../limits.ts';
import { OperatorFrame } from '../OperatorFrame.tsx';
import { TierDialog } from './TierDialog.tsx';

const ask = async () => {
  const [{ tiers }, { uses }] = await Promise.all([operatorApi.tiers(), operatorApi.tierUse()]);
  const counts = new Map(uses.map(({ tier, organisations }) => [tier, organisations]));
  return tiers.map((tier) => ({ tier, used: counts.get(tier.id) ?? 0 }));
};

/** The tiers as the cooperative publishes them, each to be edited, with how many organisations have it. */
export function TiersPage() {
  const { t } = useTranslation('operator');
  const { answer, again } = useAnswer(ask);
  /** The tier whose dialog is open; `new` for one that is being made. */
  const [edited, setEdited] = useState<Tier | 'new'>();
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  const rows = answer.state === 'there' ? answer.value : [];
  return (
    <OperatorFrame part="tiers" lead={t('tiers.lead')}>
      {answer.state === 'asking' ? <Waiting rows={5} /> : <TierTable rows={rows} onEdit={setEdited} />}
      <div>
        <Button onPress={() => setEdited('new')}>{t('tiers.add')}</Button>
      </div>
      {edited && (
        <TierDialog
          key={edited === 'new' ? 'new' : edited.id}
          tier={edited === 'new' ? undefined : edited}
          known={rows.map(({ tier }) => tier)}
          isUsed={rows.some(({ tier, used }) => edited !== 'new' && tier.id === edited.id && used > 0)}
          onClose={() => setEdited(undefined)}
          onDone={async () => {
            setEdited(undefined);
            await again();
          }}
        />
      )}
    </OperatorFrame>
  );
}

interface TableProps {
  readonly rows: readonly { readonly tier: Tier; readonly used: number }[];
  readonly onEdit: (tier: Tier) => void;
}

function TierTable({ rows, onEdit }: TableProps) {
  const { t, i18n } = useTranslation('operator');
  const words = { unlimited: t('limits.unlimited'), agreed: t('limits.agreed') };
  const yes = (value: boolean) => t(value ? 'tiers.yes' : 'tiers.no');
  const lines: readonly (readonly [name: string, of: (tier: Tier) => string])[] = [
    [t('tiers.contribution'), ({ contribution }) => contribution],
    ...limitOrder.map(
      (name) =>
        [t(`limits.${name}`), ({ limits }: Tier) => wordsOfLimit(name, limits[name], words, i18n.language)] as const,
    ),
    [t('tiers.forum'), ({ features }) => yes(features.forum)],
    [t('tiers.assembly'), ({ features }) => yes(features.assembly)],
  ];
  return (
    <section
      aria-label={t('tiers.table')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll it where it is wider than the page.
      tabIndex={0}
      className="overflow-x-auto rounded-tile border border-line bg-surface"
    >
      <table className="w-full min-w-180 text-left align-top">
        <thead>
          <tr>
            <th scope="col" className="p-3 align-bottom font-normal text-dim">
              {t('organisations.tier')}
            </th>
            {rows.map(({ tier }) => (
              <th key={tier.id} scope="col" className="min-w-32 p-3 align-bottom">
                <bdi>{tier.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, of]) => (
            <tr key={name} className="border-t border-line">
              <th scope="row" className="p-3 font-normal text-dim">
                {name}
              </th>
              {rows.map(({ tier }) => (
                <td key={tier.id} className="p-3 tabular-nums">
                  {of(tier)}
                </td>
              ))}
            </tr>
          ))}
          <tr className="border-t border-line">
            <th scope="row" className="p-3 font-normal text-dim">
              {t('tiers.uses')}
            </th>
            {rows.map(({ tier, used }) => (
              <td key={tier.id} className="p-3">
                {used === 0 ? (
                  t('tiers.used', { count: 0 })
                ) : (
                  <Link href={`/operator/organisations?tier=${tier.id}`} className="text-accent-text underline">
                    {t('tiers.used', { count: used })}
                  </Link>
                )}
              </td>
            ))}
          </tr>
          <tr className="border-t border-line">
            <th scope="row" className="p-3 font-normal text-dim">
              {t('tiers.change')}
            </th>
            {rows.map(({ tier }) => (
              <td key={tier.id} className="p-3">
                <Button aria-label={t('tiers.editThis', { name: tier.name })} onPress={() => onEdit(tier)}>
                  {t('tiers.edit')}
                </Button>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
