import type { AuditEntry } from '@plenum/shared/api/organisation/contract';
import { type AuditKind, auditKinds } from '@plenum/shared/api/organisation/auditNames';
import { aside } from '@plenum/shared/core/aside';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { api } from '../service/api.ts';
import { Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime } from '../service/words.ts';
import { wordsOfChange } from './auditWords.ts';

/** Which changes the server shall answer with. */
interface AuditQuery {
  readonly before?: string;
  readonly kind?: AuditKind;
}

type Ask = (query: AuditQuery) => Promise<{ entries: AuditEntry[]; more: boolean }>;

/** The kinds that changes of one organisation have. */
const ownKinds = [
  'organisation',
  'space',
  'prepared',
  'plan',
  'recording',
  'webhook',
] as const satisfies readonly AuditKind[];

/** The changes of an organisation and its records, newest first. */
export function AuditSection({ id }: { readonly id: string }) {
  const { t } = useTranslation('organisation');
  const ask = useCallback<Ask>((query) => api.audit(id, query), [id]);
  return (
    <Section title={t('audit.title')} lead={t('audit.lead')}>
      <AuditList ask={ask} kinds={ownKinds} />
    </Section>
  );
}

interface ListProps {
  /** Does not change while the list lives. */
  readonly ask: Ask;
  readonly kinds?: readonly AuditKind[];
}

/** A choice of kinds of changes, and the changes. */
export function AuditList({ ask, kinds = auditKinds }: ListProps) {
  const { t } = useTranslation('organisation');
  const [kind, setKind] = useState<AuditKind>();
  const all = 'all';
  return (
    <>
      <div className="w-full max-w-72">
        <Select
          label={t('audit.kind')}
          options={[
            { id: all, label: t('audit.all') },
            ...kinds.map((one) => ({ id: one, label: t(`audit.kinds.${one}`) })),
          ]}
          chosen={kind ?? all}
          onChoose={(chosen) => setKind(kinds.find((one) => one === chosen))}
          placeholder=""
        />
      </div>
      <Entries key={kind ?? all} ask={ask} kind={kind} />
    </>
  );
}

function Entries({ ask, kind }: { readonly ask: Ask; readonly kind: AuditKind | undefined }) {
  const { t } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const filter = kind === undefined ? {} : { kind };
  const { answer, take } = useAnswer(() => ask(filter));
  const { busy, error, send } = useSending();
  if (answer.state === 'asking') return <Waiting />;
  if (answer.state === 'failed') return <p>{service('failed')}</p>;
  const { entries, more } = answer.value;
  const older = async () => {
    const before = entries.at(-1)?.id;
    const next = await send(() => ask({ ...filter, ...(before !== undefined && { before }) }));
    if (next) take({ entries: [...entries, ...next.entries], more: next.more });
  };
  return (
    <>
      {entries.length === 0 ? (
        <p>{t('audit.empty')}</p>
      ) : (
        <ol className="flex flex-col divide-y divide-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      <Refusal words={error} />
      {more && (
        <div>
          <Button busy={busy} onPress={() => aside(older())}>
            {service('more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { t, i18n } = useTranslation('organisation');
  const { t: service } = useTranslation('service');
  const { at, by, from, organisation } = entry;
  const where = [dayAndTime(at, i18n.language), organisation?.name, from].filter(
    (part) => part !== undefined && part !== '',
  );
  return (
    <li className="py-2.5 [overflow-wrap:anywhere]">
      <p>
        <b>
          <bdi>{by ? by.name || t('audit.deleted') : t('audit.nameless')}</bdi>
        </b>{' '}
        {wordsOfChange(entry, t, service)}
      </p>
      <p className="text-sm text-dim">{where.join(' · ')}</p>
    </li>
  );
}
