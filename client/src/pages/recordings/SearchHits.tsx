import { ChartBar, Bookmark, Captions, MessageSquare, Presentation, User } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { aside } from '@plenum/shared/core/aside';
import { numberOf } from '@plenum/shared/features/slides/contract';
import { ChatDesk } from '../../features/chat/desk/ChatDesk.ts';
import { fetchPresented } from '../../features/slides/files.ts';
import { type Hit, search } from './contents.ts';
import type { Playback } from './Playback.ts';
import { usePlayback } from './playbackContext.ts';
import { useDesk, useMarks, usePlayerDesk } from './playerDesk.ts';
import { timeOf } from './times.ts';

const icons = {
  chat: MessageSquare,
  slide: Presentation,
  person: User,
  poll: ChartBar,
  chapter: Bookmark,
  caption: Captions,
} as const;

/** What a search finds in chat, slides, names, polls, chapters and captions; each leads to its time. */
export function SearchHits({ query }: { readonly query: string }) {
  const { t } = useTranslation('recording');
  const playback = usePlayback();
  const { store } = useDesk();
  const { captions } = usePlayerDesk();
  const marks = useMarks();
  const linesOf = usePageTexts(playback);
  const hits = useMemo(
    () =>
      search(
        { contents: playback.contents, chapters: marks.filter(({ kind }) => kind === 'hand'), captions, linesOf },
        query,
      ),
    [playback, marks, captions, linesOf, query],
  );
  const go = (hit: Hit) => {
    playback.clock.seek(hit.at);
    if (hit.message === undefined) return;
    ChatDesk.of(playback.session).store.setState({ target: hit.message });
    store.setState({ tab: 'chat' });
  };
  return (
    <>
      <output className="px-2 text-sm text-dim">{t('search.found', { count: hits.length })}</output>
      <ol className="flex flex-col gap-0.5">
        {hits.map((hit) => (
          <li key={hit.key}>
            <HitButton hit={hit} go={() => go(hit)} />
          </li>
        ))}
      </ol>
    </>
  );
}

function HitButton({ hit: { kind, at, who, text }, go }: { readonly hit: Hit; readonly go: () => void }) {
  const { t } = useTranslation('recording');
  const Icon = icons[kind];
  return (
    <button
      type="button"
      onClick={go}
      className="flex min-h-11 w-full items-start gap-2.5 rounded-control px-2.5 py-1.5 text-left -outline-offset-3 hover:bg-raised"
    >
      <b className="shrink-0 tabular">{timeOf(at)}</b>
      <Icon aria-hidden="true" className="mt-1 size-4 shrink-0 text-dim" />
      <span className="sr-only">{t(`search.kind.${kind}`)}</span>
      <span className="min-w-0">
        {who !== undefined && <bdi className="block truncate text-sm text-dim">{who}</bdi>}
        <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
          {text}
        </span>
      </span>
    </button>
  );
}

/** The text of all pages that were shown, as it comes. */
function usePageTexts(playback: Playback): ReadonlyMap<string, readonly string[]> {
  const [texts, setTexts] = useState<ReadonlyMap<string, readonly string[]>>(() => textsOf.get(playback) ?? new Map());
  useEffect(() => {
    if (textsOf.has(playback)) return undefined;
    const gone = new AbortController();
    aside(
      pageTexts(playback, gone.signal, (found) => {
        textsOf.set(playback, found);
        setTexts(found);
      }),
    );
    return () => gone.abort();
  }, [playback]);
  return texts;
}

/** The texts that were read, for the next search. */
const textsOf = new WeakMap<Playback, ReadonlyMap<string, readonly string[]>>();

async function pageTexts(
  { contents, session }: Playback,
  signal: AbortSignal,
  take: (texts: ReadonlyMap<string, readonly string[]>) => void,
): Promise<void> {
  const shown = new Set(contents.pages.map(({ page }) => page));
  const texts = new Map<string, readonly string[]>();
  for (const presentation of contents.presentations) {
    const pages = presentation.pages.filter(
      ({ id, blank, picture }) => shown.has(id) && !blank && picture === undefined,
    );
    if (presentation.kind !== 'pdf' || pages.length === 0) continue;
    try {
      const { openPdf, linesOf } = await import('../../features/slides/pages/pdf.ts');
      const file = await fetchPresented({ pass: session.pass, presentation: presentation.id, part: 'file', signal });
      const document = await openPdf(file);
      // oxlint-disable-next-line no-await-in-loop -- one after the other: the reader of PDFs has one worker.
      for (const { id } of pages) texts.set(id, await linesOf(await document.getPage(numberOf(id))));
      await document.loadingTask.destroy();
    } catch {
      // A presentation that cannot be read has no text to be found; the rest is searched.
    }
  }
  if (!signal.aborted) take(texts);
}
