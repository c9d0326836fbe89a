import { changeRecording } from '@plenum/shared/api/recording/contract';
import { recordingLimits } from '@plenum/shared/api/recording/limits';
import { aside } from '@plenum/shared/core/aside';
import { Bookmark, ChartBar, Monitor, Presentation, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOfError } from '../../app/errorWords.ts';
import { call } from '../../core/http.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field } from '../../ui/Field.tsx';
import { showToast } from '../../ui/toasts.ts';
import { type Mark, markAt } from './chapters.ts';
import { usePlayback, usePosition } from './playbackContext.ts';
import { useDesk, useMarks, usePlayerDesk } from './playerDesk.ts';
import { SearchHits } from './SearchHits.tsx';
import { timeOf } from './times.ts';

const icons = { hand: Bookmark, page: Presentation, poll: ChartBar, screen: Monitor } as const;

/** The search, and while it is empty the chapters, each of which leads to its time. */
export function ChaptersPart() {
  const { t } = useTranslation('recording');
  const [query, setQuery] = useState('');
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-3">
      <Field
        label={t('search.label')}
        hideLabel
        placeholder={t('search.label')}
        value={query}
        onChange={setQuery}
        maxLength={100}
        autoComplete="off"
        name="search"
      />
      {query.trim() === '' ? <Chapters /> : <SearchHits query={query} />}
    </div>
  );
}

function Chapters() {
  const { t } = useTranslation('recording');
  const { manifest } = usePlayerDesk();
  const marks = useMarks();
  const now = usePosition(500);
  const current = markAt(marks, now);
  return (
    <>
      {marks.length === 0 && <p className="px-2 text-dim">{t('chapters.none')}</p>}
      <ol aria-label={t('chapters.title')} className="flex flex-col gap-0.5">
        {marks.map((mark) => (
          <li key={`${mark.kind} ${mark.at} ${mark.title}`} className="flex">
            <ChapterButton mark={mark} isCurrent={mark === current} />
            {manifest.manages && mark.kind === 'hand' && <RemoveButton mark={mark} />}
          </li>
        ))}
      </ol>
      {manifest.manages && <NewChapter />}
    </>
  );
}

function ChapterButton({ mark, isCurrent }: { readonly mark: Mark; readonly isCurrent: boolean }) {
  const { clock } = usePlayback();
  const Icon = icons[mark.kind];
  return (
    <button
      type="button"
      aria-current={isCurrent ? 'true' : undefined}
      onClick={() => clock.seek(mark.at)}
      className={cx(
        'flex min-h-11 min-w-0 flex-1 items-center gap-2.5 rounded-control border-l-2 px-2.5 py-1.5 text-left -outline-offset-3 hover:bg-raised',
        isCurrent ? 'border-accent-text bg-accent-soft' : 'border-transparent',
      )}
    >
      <b className="shrink-0 tabular">{timeOf(mark.at)}</b>
      <Icon
        aria-hidden="true"
        className={cx('size-4 shrink-0', mark.kind === 'poll' ? 'text-amber-text' : 'text-dim')}
      />
      <span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
        {mark.title}
      </span>
    </button>
  );
}

/** Saves the chapters that were written by hand. */
function useChapters() {
  const { t: general } = useTranslation();
  const { passing, onManifest } = useDesk();
  const { manifest } = usePlayerDesk();
  const save = async (chapters: typeof manifest.chapters): Promise<boolean> => {
    try {
      const input = { chapters: chapters.map(({ at, title }) => ({ at: Math.round(at), title })) };
      onManifest(
        await call(location.origin, changeRecording, { params: { recording: manifest.id }, query: passing, input }),
      );
      return true;
    } catch (error) {
      showToast({ tone: 'warning', words: general(wordsOfError(error)) });
      return false;
    }
  };
  return { chapters: manifest.chapters, save };
}

function RemoveButton({ mark }: { readonly mark: Mark }) {
  const { t } = useTranslation('recording');
  const { chapters, save } = useChapters();
  const rest = chapters.filter(({ at, title }) => at !== mark.at || title !== mark.title);
  return (
    <Button
      look="quiet"
      square
      aria-label={t('chapters.remove', { title: mark.title })}
      onPress={() => aside(save(rest))}
    >
      <Trash2 aria-hidden="true" className="size-4" />
    </Button>
  );
}

function NewChapter() {
  const { t } = useTranslation('recording');
  const { clock } = usePlayback();
  const { chapters, save } = useChapters();
  const [title, setTitle] = useState('');
  const now = usePosition(500);
  if (chapters.length >= recordingLimits.chapters) return null;
  const add = async () => {
    const next = [...chapters, { at: Math.round(clock.now), title: title.trim() }].toSorted((a, b) => a.at - b.at);
    if (await save(next)) setTitle('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '') aside(add());
  };
  return (
    <form onSubmit={submit} className="mt-2 border-t border-line pt-3">
      <Field
        label={t('chapters.new', { time: timeOf(now) })}
        value={title}
        onChange={setTitle}
        maxLength={120}
        autoComplete="off"
      >
        <Button type="submit">{t('chapters.add')}</Button>
      </Field>
    </form>
  );
}
