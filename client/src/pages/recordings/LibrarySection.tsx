import {
  changeRecording,
  type ChangeRecordingInput,
  listRecordings,
  type RecordingCard,
  removeRecording,
  restoreRecording,
  visibilities,
} from '@plenum/shared/api/recording/contract';
import { aside } from '@plenum/shared/core/aside';
import { EllipsisVertical } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDuration } from '../../app/wordsOfTime.ts';
import { call } from '../../core/http.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useCopy } from '../home/useCopy.ts';
import { ButtonLink, Refusal, Section, Waiting } from '../service/parts.tsx';
import { useSending } from '../service/refusal.ts';
import { useAnswer } from '../service/useAnswer.ts';
import { dayAndTime, dayOf, wordsOfBytes } from '../service/words.ts';
import { usePageWords } from '../usePageWords.ts';
import { recordingWords } from './words.ts';

/** How often the list is asked for again while it is seen, in ms: a recording may be running. */
const againMs = 20_000;

/** The recordings of a space: states, who may watch, the bin, and the space that they need. */
export function LibrarySection({ space }: { readonly space: string }) {
  const hasWords = usePageWords('recording', recordingWords);
  const [bin, setBin] = useState(false);
  if (!hasWords) return null;
  return <Library key={String(bin)} space={space} bin={bin} onBin={setBin} />;
}

interface LibraryProps {
  readonly space: string;
  readonly bin: boolean;
  readonly onBin: (bin: boolean) => void;
}

function list(space: string, bin: boolean, before?: number) {
  const query = { ...(bin && { bin: 'true' as const }), ...(before !== undefined && { before: String(before) }) };
  return call(location.origin, listRecordings, { params: { space }, query });
}

function Library({ space, bin, onBin }: LibraryProps) {
  const { t } = useTranslation('recording');
  const { t: service } = useTranslation('service');
  const ask = useCallback(() => list(space, bin), [space, bin]);
  const { answer, again, take } = useAnswer(ask, againMs);
  const { busy, error, send } = useSending();
  const older = async () => {
    if (answer.state !== 'there') return;
    const { recordings } = answer.value;
    const next = await send(() => list(space, bin, recordings.at(-1)?.startedAt));
    if (next) take({ ...next, recordings: [...recordings, ...next.recordings] });
  };
  // A server that records nothing has no list.
  if (answer.state === 'failed' && answer.code === 'notFound') return null;
  return (
    <Section id="recordings" title={t('library.title')} lead={t('library.lead')}>
      {answer.state === 'asking' && <Waiting />}
      {answer.state === 'failed' && <p>{service('failed')}</p>}
      {answer.state === 'there' && (
        <>
          <Usage {...answer.value.usage} />
          {answer.value.recordings.length === 0 && <p>{t(bin ? 'library.emptyBin' : 'library.empty')}</p>}
          <ul className="flex flex-col divide-y divide-line">
            {answer.value.recordings.map((card) => (
              <Row key={card.id} card={card} onChange={again} />
            ))}
          </ul>
        </>
      )}
      <Refusal words={error} />
      <div className="flex flex-wrap gap-3">
        {answer.state === 'there' && answer.value.more && (
          <Button busy={busy} onPress={() => aside(older())}>
            {t('library.older')}
          </Button>
        )}
        <Button look="quiet" onPress={() => onBin(!bin)}>
          {t(bin ? 'library.fromBin' : 'library.toBin')}
        </Button>
      </div>
    </Section>
  );
}

/** How much of its space for recordings the organisation needs. */
function Usage({ bytes, most }: { readonly bytes: number; readonly most?: number | undefined }) {
  const { t, i18n } = useTranslation('recording');
  const used = wordsOfBytes(bytes, i18n.language);
  const share = most === undefined ? undefined : most === 0 ? 1 : Math.min(1, bytes / most);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex justify-between gap-3">
        <span>{t('library.usage')}</span>
        <b className="text-right tabular-nums">
          {most === undefined ? used : t('library.usageOf', { used, most: wordsOfBytes(most, i18n.language) })}
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
      {share !== undefined && share >= 0.8 && (
        <p className="text-amber-text">{t(share >= 1 ? 'library.full' : 'library.nearlyFull')}</p>
      )}
    </div>
  );
}

interface RowProps {
  readonly card: RecordingCard;
  readonly onChange: () => Promise<void>;
}

function Row({ card, onChange }: RowProps) {
  const { t, i18n } = useTranslation('recording');
  const { id, title, startedAt, duration, bytes, views, state, visibility, until, code } = card;
  const facts = [
    dayAndTime(startedAt, i18n.language),
    shortDuration(duration, i18n.language),
    wordsOfBytes(bytes, i18n.language),
    ...(views > 0 ? [t('library.views', { count: views })] : []),
    ...(until === undefined ? [] : [t('library.until', { day: dayOf(until, i18n.language) })]),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="font-bold [overflow-wrap:anywhere]">
          {title}
        </p>
        <p className="text-dim">{facts.join(' · ')}</p>
        <p className={state === 'recording' ? 'text-danger-text' : 'text-dim'}>
          {state === 'published' ? t(`visibility.${visibility}`) : t(`state.${state}`)}
          {code !== undefined && ` · ${t('library.code', { code })}`}
        </p>
      </div>
      <div className="flex items-center gap-2">
        {state !== 'deleted' && (
          <ButtonLink href={`/recordings/${id}`} aria-label={t('library.watchOne', { title })}>
            {t('library.watch')}
          </ButtonLink>
        )}
        {card.key !== undefined && <RowMenu card={card} onChange={onChange} />}
      </div>
    </li>
  );
}

/** The link that opens a recording for others. */
function linkOfRecording(origin: string, { id, key, visibility }: RecordingCard): string {
  const secret = visibility === 'public' || key === undefined ? '' : `?key=${key}`;
  return `${origin}/recordings/${id}${secret}`;
}

/** What the people who manage a recording can do with it. */
function RowMenu({ card, onChange }: RowProps) {
  const { t } = useTranslation('recording');
  const { error, send } = useSending();
  useEffect(() => {
    if (error !== undefined) showToast({ tone: 'warning', words: error });
  }, [error]);
  const copy = useCopy();
  const [asking, setAsking] = useState<'name' | 'erase'>();
  const { id, title, state, visibility, download } = card;
  const params = { recording: id };
  const change = async (input: ChangeRecordingInput) => {
    if (await send(() => call(location.origin, changeRecording, { params, query: {}, input }))) await onChange();
  };
  const remove = async () => {
    if (!(await send(() => call(location.origin, removeRecording, { params, query: {} })))) return;
    showToast({ tone: 'good', words: t(state === 'deleted' ? 'library.erased' : 'library.binned') });
    await onChange();
  };
  const restore = async () => {
    if (!(await send(() => call(location.origin, restoreRecording, { params, query: {} })))) return;
    showToast({ tone: 'good', words: t('library.restored') });
    await onChange();
  };
  const entry = (entryId: string, label: string, run: () => void): MenuEntry => ({ id: entryId, label, run });
  const isThere = state === 'ready' || state === 'published' || state === 'unpublished';
  const acts: readonly MenuEntry[] = isThere
    ? [
        state === 'published'
          ? entry('unpublish', t('library.unpublish'), () => aside(change({ state: 'unpublished' })))
          : entry('publish', t('library.publish'), () => aside(change({ state: 'published' }))),
        entry('link', t('library.copyLink'), () => aside(copy(linkOfRecording(location.origin, card)))),
        entry('rename', t('library.rename'), () => setAsking('name')),
        { ...entry('delete', t('library.delete'), () => aside(remove())), danger: true },
      ]
    : state === 'deleted'
      ? [
          entry('restore', t('library.restore'), () => aside(restore())),
          { ...entry('erase', t('library.deleteNow'), () => setAsking('erase')), danger: true },
        ]
      : [];
  if (acts.length === 0) return null;
  const label = t('library.more', { title });
  return (
    <>
      <Menu
        label={label}
        trigger={
          <Button look="quiet" square aria-label={label}>
            <EllipsisVertical aria-hidden="true" className="size-5" />
          </Button>
        }
        groups={[
          { id: 'acts', entries: acts },
          ...(isThere
            ? [
                {
                  id: 'who',
                  title: t('library.who'),
                  chosen: visibility,
                  entries: visibilities.map((one) =>
                    entry(one, t(`visibility.${one}`), () => aside(change({ visibility: one }))),
                  ),
                },
                {
                  id: 'save',
                  title: t('library.download'),
                  chosen: String(download),
                  entries: [true, false].map((may) =>
                    entry(String(may), t(may ? 'library.yes' : 'library.no'), () => aside(change({ download: may }))),
                  ),
                },
              ]
            : []),
        ]}
      />
      {asking === 'name' && <NameDialog title={title} onClose={() => setAsking(undefined)} onName={change} />}
      {asking === 'erase' && <EraseDialog title={title} onClose={() => setAsking(undefined)} onErase={remove} />}
    </>
  );
}

interface NameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onName: (input: ChangeRecordingInput) => Promise<void>;
}

function NameDialog({ title, onClose, onName }: NameProps) {
  const { t } = useTranslation('recording');
  const [name, setName] = useState(title);
  const save = async () => {
    if (name.trim() === '') return;
    await onName({ title: name.trim() });
    onClose();
  };
  return (
    <Dialog
      open
      title={t('library.rename')}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" onPress={() => aside(save())}>
            {t('library.save')}
          </Button>
        </>
      }
    >
      <Field label={t('library.newName')} value={name} onChange={setName} maxLength={100} autoComplete="off" />
    </Dialog>
  );
}

interface EraseProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onErase: () => Promise<void>;
}

function EraseDialog({ title, onClose, onErase }: EraseProps) {
  const { t } = useTranslation('recording');
  const erase = async () => {
    await onErase();
    onClose();
  };
  return (
    <Dialog
      open
      alert
      title={t('library.eraseQuestion', { title })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="danger" onPress={() => aside(erase())}>
            {t('library.deleteNow')}
          </Button>
        </>
      }
    >
      <p>{t('library.eraseLead')}</p>
    </Dialog>
  );
}
