import type { Organisation } from '@plenum/shared/api/organisation/contract';
import type { Tier } from '@plenum/shared/api/tier/contract';
import { aside } from '@plenum/shared/core/aside';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Refusal, Waiting } from '../../service/parts.tsx';
import { useAnswer } from '../../service/useAnswer.ts';
import { operatorApi } from '../api.ts';
import { Card, OperatorFrame } from '../OperatorFrame.tsx';
import { SearchForm } from '../SearchForm.tsx';
import { usePages } from '../usePages.ts';
import { NewOrganisation } from './NewOrganisation.tsx';

/** What stands for every tier in the choice. */
const every = 'every';

/** All organisations: search them, and make one. */
export function OrganisationsPage() {
  const { t } = useTranslation('operator');
  const [search, setSearch] = useSearchParams();
  const [like, setLike] = useState('');
  const [made, setMade] = useState(0);
  const { answer } = useAnswer(operatorApi.tiers);
  const tiers = answer.state === 'there' ? answer.value.tiers : [];
  const tier = search.get('tier') ?? every;
  return (
    <OperatorFrame part="organisations">
      <div className="flex flex-wrap items-end gap-4">
        <SearchForm label={t('search')} onSearch={setLike} />
        <div className="w-full max-w-72">
          <Select
            label={t('organisations.tierFilter')}
            options={[
              { id: every, label: t('organisations.allTiers') },
              ...tiers.map(({ id, name }) => ({ id, label: name })),
            ]}
            chosen={tier}
            onChoose={(id) => setSearch(id === every ? {} : { tier: id }, { replace: true })}
            placeholder=""
          />
        </div>
      </div>
      <List key={`${like} ${tier} ${made}`} like={like} tier={tier === every ? undefined : tier} />
      <NewOrganisation tiers={tiers} onMade={() => setMade((count) => count + 1)} />
    </OperatorFrame>
  );
}

interface ListProps {
  readonly like: string;
  readonly tier: Tier['id'] | undefined;
}

function List({ like, tier }: ListProps) {
  const { t } = useTranslation('operator');
  const { t: service } = useTranslation('service');
  const { state, page, more, busy, error } = usePages<Organisation>(async (last) => {
    const query = {
      ...(like !== '' && { like }),
      ...(tier !== undefined && { tier }),
      ...(last && { after: last.id }),
    };
    const found = await operatorApi.organisations(query);
    return { items: found.organisations, more: found.more };
  });
  if (state === 'asking') return <Waiting rows={5} />;
  if (!page) return <p>{service('failed')}</p>;
  return (
    <Card>
      {page.items.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {page.items.map((organisation) => (
            <Row key={organisation.id} organisation={organisation} />
          ))}
        </ul>
      )}
      <Refusal words={error} />
      {page.more && (
        <div>
          <Button busy={busy} onPress={() => aside(more())}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Row({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useTranslation('operator');
  const { id, name, kind, tier, members, spaces, suspended } = organisation;
  const counts = [
    tier.name,
    kind === 'person' ? t('organisations.person') : t('organisations.members', { count: members }),
    t('organisations.spaces', { count: spaces }),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <Link
          href={`/operator/organisations/${id}`}
          className="inline-flex min-h-11 items-center font-bold text-accent-text underline"
        >
          <bdi>{name}</bdi>
        </Link>
        <p className="text-dim">{counts.join(' · ')}</p>
      </div>
      {suspended && (
        <span className="rounded-full bg-amber-soft px-3 py-1 text-sm text-amber-text">
          {t('organisations.suspended')}
        </span>
      )}
    </li>
  );
}
