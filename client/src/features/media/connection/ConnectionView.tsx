import { CircleCheck, ClipboardCopy, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { copyText } from '../../../ui/copyText.ts';
import { cx } from '../../../ui/cx.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useMeeting } from '../../../app/session.ts';
import { Graph } from './Graph.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import type { Connection, Sample } from './useConnection.ts';
import { WayOut } from './WayOut.tsx';
import { useNumbers } from './useNumbers.ts';

/** The connection's quality in words, in numbers, over time, and for each member. */
export function ConnectionView({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const last = connection.samples.at(-1);
  return (
    <div className="flex flex-col gap-4">
      <Verdict connection={connection} />
      {last ? (
        <>
          <Numbers sample={last} />
          <Graph samples={connection.samples} />
          <PeopleTable received={last.streams.received} />
          <div>
            <Button
              onPress={() => copy(connection, { done: t('connection.copied'), failed: t('connection.notCopied') })}
            >
              <ClipboardCopy aria-hidden="true" className="size-5" />
              {t('connection.copy')}
            </Button>
          </div>
        </>
      ) : (
        <p className="text-dim">{t('connection.measuring')}</p>
      )}
    </div>
  );
}

function Verdict({ connection: { trouble } }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const state = useMeeting(({ line, mediaLine }) => (line.state === 'open' ? mediaLine.state : 'room'));
  const cut = state !== 'open' && state !== 'off';
  const bad = cut || trouble !== 'none';
  const Icon = bad ? TriangleAlert : CircleCheck;
  return (
    <div
      className={cx(
        'flex flex-col items-start gap-2 rounded-control p-3',
        bad ? 'bg-amber-soft text-amber-text' : 'bg-accent-soft text-accent-text',
      )}
    >
      <output className="flex items-start gap-2">
        <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        {cut ? t(state === 'room' ? 'line.lost' : `connection.line.${state}`) : t(`connection.trouble.${trouble}`)}
      </output>
      {!cut && <WayOut trouble={trouble} />}
    </div>
  );
}

function Numbers({ sample: { stats, streams } }: { readonly sample: Sample }) {
  const { t } = useTranslation();
  const { bits, share, ms } = useNumbers();
  const rows = [
    [t('connection.rtt'), stats.rttMs === undefined ? '–' : ms(stats.rttMs)],
    [t('connection.up'), `${bits(stats.sendBitrate)} · ${t('connection.loss', { loss: share(stats.sendLoss) })}`],
    [t('connection.down'), `${bits(stats.recvBitrate)} · ${t('connection.loss', { loss: share(stats.recvLoss) })}`],
    [t('connection.way.title'), streams.way ? t(`connection.way.${streams.way}`) : '–'],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-dim">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Outcomes {
  readonly done: string;
  readonly failed: string;
}

/** Copies all numbers for support, without names and addresses. */
function copy({ quality, trouble, samples }: Connection, words: Outcomes): void {
  const text = JSON.stringify({ quality, trouble, browser: navigator.userAgent, samples: samples.slice(-30) }, null, 1);
  copyText(text).then(
    () => showToast({ tone: 'good', words: words.done }),
    () => showToast({ tone: 'warning', words: words.failed }),
  );
}
