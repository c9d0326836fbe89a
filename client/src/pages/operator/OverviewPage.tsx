import type { Overview } from '@plenum/shared/api/operator/serverContract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedPage } from '../service/FailedPage.tsx';
import { Waiting } from '../service/parts.tsx';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime, wordsOfBytes } from '../service/words.ts';
import { operatorApi } from './api.ts';
import { OperatorFrame } from './OperatorFrame.tsx';

/** How often the page asks, in ms. */
const everyMs = 5_000;
/** The load of a worker at which its bar is full. */
const fullLoad = 500;

/** What the server carries now, and how it fares. */
export function OverviewPage() {
  const { t } = useTranslation('operator');
  const { answer, again } = useAnswer(operatorApi.overview, everyMs);
  if (answer.state === 'failed') return <FailedPage code={answer.code} again={again} />;
  return (
    <OperatorFrame part="overview" lead={t('overview.refresh')}>
      {answer.state === 'asking' ? <Waiting rows={5} /> : <Figures overview={answer.value} />}
    </OperatorFrame>
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const { t, i18n } = useTranslation('operator');
  const { rooms, members, streams, workers, loopDelay, database, disk, missing } = overview;
  const number = new Intl.NumberFormat(i18n.language);
  const bytes = (value: number) => wordsOfBytes(value, i18n.language);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  const sum = Object.values(streams).reduce((all, count) => all + count, 0);
  const kinds = {
    audio: streams['mic'] ?? 0,
    video: streams['camera'] ?? 0,
    screen: streams['screen'] ?? 0,
  };
  return (
    <>
      <p className={missing === undefined ? 'text-dim' : 'rounded-tile bg-amber-soft p-4 text-amber-text'}>
        {missing === undefined ? t('overview.works') : t('overview.missing', { part: missing })}
      </p>
      <dl className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Figure name={t('overview.rooms')} value={number.format(rooms.meeting)}>
          {t('overview.breakouts', { count: rooms.breakout })}
        </Figure>
        <Figure name={t('overview.people')} value={number.format(members)} />
        <Figure name={t('overview.streams')} value={number.format(sum)}>
          {t('overview.streamKinds', kinds)}
        </Figure>
        <Figure name={t('overview.loop')} value={`${number.format(round(loopDelay.p99))} ms`}>
          {t('overview.loopBody', {
            median: round(loopDelay.median),
            p99: round(loopDelay.p99),
            max: round(loopDelay.max),
          })}
        </Figure>
        <Figure name={t('overview.database')} value={database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}>
          {t('overview.databaseBody', { ms: round(database.answerMs) })}
        </Figure>
        {disk && (
          <Figure name={t('overview.disk')} value={bytes(disk.freeBytes)}>
            {t('overview.diskBody', { total: bytes(disk.totalBytes) })}
          </Figure>
        )}
        <Figure name={t('overview.memory')} value={bytes(overview.memoryBytes)} />
        <Figure name={t('overview.version')} value={overview.version}>
          {t('overview.since', { when: dayAndTime(overview.startedAt, i18n.language) })}
        </Figure>
        <Figure name={t('overview.faults')} value={number.format(overview.faults)} />
        <Figure name={t('overview.accounts')} value={number.format(overview.accounts)} />
        <Figure name={t('overview.organisations')} value={number.format(overview.organisations)} />
      </dl>
      {workers.length > 0 && <Workers workers={workers} />}
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-tile border border-line bg-surface p-5">
      <dt className="text-dim">{name}</dt>
      <dd className="text-2xl font-bold tabular-nums [overflow-wrap:anywhere]">{value}</dd>
      {children !== undefined && <dd className="text-sm text-dim">{children}</dd>}
    </div>
  );
}

function Workers({ workers }: Pick<Overview, 'workers'>) {
  const { t } = useTranslation('operator');
  return (
    <section className="flex flex-col gap-3 rounded-tile border border-line bg-surface p-5">
      <h2 className="text-xl font-bold">{t('overview.workers')}</h2>
      <ul className="flex flex-col gap-3">
        {workers.map(({ load, shed }, index) => (
          <li key={`${index}-of-workers`} className="flex flex-col gap-1.5">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span>{t('overview.worker', { number: index + 1 })}</span>
              <span className="tabular-nums">
                <b>{t('overview.load', { load })}</b>{' '}
                <span className={shed > 0 ? 'text-amber-text' : 'text-dim'}>
                  {shed > 0 ? t('overview.shed', { shed }) : t('overview.calm')}
                </span>
              </span>
            </p>
            <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-raised">
              <span
                className={`block h-full rounded-full ${shed > 0 ? 'bg-amber' : 'bg-accent'}`}
                style={{ width: `${Math.min(1, load / fullLoad) * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
