import type { Contract, EventName, PayloadOf } from '@plenum/shared/core/contract';
import { withoutAccents } from '@plenum/shared/core/compare';
import { chat } from '@plenum/shared/features/chat/contract';
import { media } from '@plenum/shared/features/media/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { type Presentation, findPage, slides } from '@plenum/shared/features/slides/contract';
import type { LogLine } from '../../core/playback/recorded.ts';

/** Something that was said, shown or asked, at its time of the recording in ms. */
export type Happening =
  | {
      readonly is: 'page';
      readonly at: number;
      readonly page: string;
      readonly presentation: string;
      readonly number: number;
    }
  | { readonly is: 'poll'; readonly at: number; readonly question: string }
  | { readonly is: 'screen'; readonly at: number; readonly name: string }
  | { readonly is: 'message'; readonly at: number; readonly id: string; readonly name: string; readonly text: string }
  | { readonly is: 'came'; readonly at: number; readonly name: string };

/** What a recording has, read once from its log. */
export interface Contents {
  /** In the order of their times. */
  readonly happenings: readonly Happening[];
  /** All presentations that were there at some time. */
  readonly presentations: readonly Presentation[];
  /** The page on the stage from each time on; undefined: none. */
  readonly pages: readonly { readonly at: number; readonly page: string | undefined }[];
}

/** Reads what happened from the log. Lines that this client does not know are passed over. */
export function contentsOf(lines: readonly LogLine[]): Contents {
  const names = new Map<string, string>();
  const presentations = new Map<string, Presentation>();
  const happenings: Happening[] = [];
  const pages: { at: number; page: string | undefined }[] = [];
  const shows = (at: number, page: string | undefined) => {
    if (pages.at(-1)?.page === page) return;
    pages.push({ at, page });
    const found = findPage([...presentations.values()], page);
    if (!found || page === undefined) return;
    const { presentation, index } = found;
    happenings.push({ is: 'page', at, page, presentation: presentation.name, number: index + 1 });
  };
  const shares = (at: number, member: string) => happenings.push({ is: 'screen', at, name: names.get(member) ?? '' });
  for (const line of lines) {
    const { at } = line;
    if (line.is === 'view') {
      const people = presence.state.safeParse(line.states[presence.name]);
      for (const { id, name } of Object.values(people.data?.members ?? {})) {
        if (names.get(id) !== name) happenings.push({ is: 'came', at, name });
        names.set(id, name);
      }
      const shown = slides.state.safeParse(line.states[slides.name]);
      for (const one of shown.data?.presentations ?? []) presentations.set(one.id, one);
      if (shown.success) shows(at, shown.data.current);
      const streams = media.state.safeParse(line.states[media.name]);
      for (const [member, own] of Object.entries(streams.data?.streams ?? {})) if (own.screen) shares(at, member);
      continue;
    }
    if (line.is !== 'event') continue;
    const heard = <C extends Contract, K extends EventName<C>>(
      contract: C,
      event: K,
      take: (payload: PayloadOf<C, K>) => void,
    ) => {
      if (line.name !== `${contract.name}:${event}`) return;
      const payload = contract.events[event]?.payload.safeParse(line.payload);
      if (payload?.success) take(payload.data as PayloadOf<C, K>);
    };
    heard(presence, 'joined', ({ id, name }) => {
      names.set(id, name);
      happenings.push({ is: 'came', at, name });
    });
    heard(presence, 'renamed', ({ id, name }) => void names.set(id, name));
    heard(slides, 'added', (one) => void presentations.set(one.id, one));
    heard(slides, 'extended', ({ presentation, pages: more }) => {
      const known = presentations.get(presentation);
      if (known) presentations.set(presentation, { ...known, pages: [...known.pages, ...more] });
    });
    heard(slides, 'turned', ({ page }) => shows(at, page));
    heard(slides, 'removed', ({ presentation }) => {
      if (pages.at(-1)?.page?.startsWith(`${presentation}.`)) pages.push({ at, page: undefined });
    });
    heard(media, 'published', ({ member, source }) => {
      if (source === 'screen') shares(at, member);
    });
    heard(poll, 'opened', ({ poll: { setup } }) => happenings.push({ is: 'poll', at, question: setup.question }));
    heard(chat, 'sent', ({ id, name, text, channel }) => {
      if (channel === 'all' && text !== '') happenings.push({ is: 'message', at, id, name, text });
    });
  }
  return { happenings, presentations: [...presentations.values()], pages };
}

/** The page on the stage at a time. */
export function pageAt({ pages }: Pick<Contents, 'pages'>, at: number): string | undefined {
  return pages.findLast((one) => one.at <= at)?.page;
}

/** A place that a search found. `text` is the line that has the words. */
export interface Hit {
  readonly key: string;
  readonly kind: 'chat' | 'slide' | 'person' | 'poll' | 'chapter' | 'caption';
  readonly at: number;
  readonly who?: string;
  readonly text: string;
  /** The message, to be shown in the chat. */
  readonly message?: string;
}

/** Everything that a search looks through. */
export interface Searched {
  readonly contents: Contents;
  readonly chapters: readonly { readonly at: number; readonly title: string }[];
  readonly captions: readonly { readonly from: number; readonly text: string }[];
  /** The lines of text of each page, as far as they are loaded. */
  readonly linesOf: ReadonlyMap<string, readonly string[]>;
}

const mostHits = 200;

/** Finds all words of `query`, with or without their accents, in the order of time. Empty for a query without words. */
export function search({ contents, chapters, captions, linesOf }: Searched, query: string): readonly Hit[] {
  const words = withoutAccents(query)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const fits = (text: string) => {
    const plain = withoutAccents(text);
    return words.every((word) => plain.includes(word));
  };
  const hits: Hit[] = [];
  const add = (kind: Hit['kind'], at: number, text: string, more: Pick<Hit, 'who' | 'message'> = {}) =>
    hits.push({ key: `${kind} ${at} ${hits.length}`, kind, at, text, ...more });
  for (const one of contents.happenings) {
    if (one.is === 'message' && fits(`${one.name} ${one.text}`)) {
      add('chat', one.at, one.text, { who: one.name, message: one.id });
    }
    if (one.is === 'poll' && fits(one.question)) add('poll', one.at, one.question);
    if ((one.is === 'came' || one.is === 'screen') && fits(one.name)) add('person', one.at, one.name);
    if (one.is === 'page') {
      const lines = linesOf.get(one.page) ?? [];
      if (fits(lines.join(' ')))
        add('slide', one.at, lines.find((line) => fits(line)) ?? lines[0] ?? '', { who: one.presentation });
      else if (fits(one.presentation)) add('slide', one.at, one.presentation);
    }
  }
  for (const { at, title } of chapters) if (fits(title)) add('chapter', at, title);
  for (const { from, text } of captions) if (fits(text)) add('caption', from, text);
  return hits.toSorted((a, b) => a.at - b.at).slice(0, mostHits);
}
