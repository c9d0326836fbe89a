import { isStaff } from '@plenum/shared/core/abilities';
import { sameWords, withoutAccents } from '@plenum/shared/core/compare';
import { aside } from '@plenum/shared/core/aside';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../../app/meeting/stage/people.ts';
import { useMeeting } from '../../../app/session.ts';
import { cx } from '../../../ui/cx.ts';
import { useDesk, useOther } from '../useChat.ts';

/** The word before the caret that opens a list of completions. `start` is the index of its sign. */
export interface Wanted {
  readonly kind: 'person' | 'emoji';
  readonly start: number;
  readonly word: string;
}

const person = /(?:^|[\s(])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u;
const emoji = /(?:^|[\s(])(:([\p{L}_]{2,30}))$/u;

/** Returns the word before the caret if it opens a list; else undefined. */
export function wantedAt(text: string, caret: number): Wanted | undefined {
  const before = text.slice(Math.max(0, caret - 100), caret);
  const named = person.exec(before)?.[1];
  if (named !== undefined) return { kind: 'person', start: caret - named.length - 1, word: named };
  const called = emoji.exec(before)?.[2];
  return called === undefined ? undefined : { kind: 'emoji', start: caret - called.length - 1, word: called };
}

interface Option {
  readonly key: string;
  readonly text: string;
  readonly words: string;
  /** False for an emoji whose name was not typed in full: Enter sends `:lol` as it is. */
  readonly isMeant: boolean;
}
/** The list, and the index of the chosen option; -1 for none. */
type Open = { readonly wanted: Wanted; readonly options: readonly Option[]; readonly at: number };

const mostOptions = 6;

/** The completions for the word before the caret: people for `@`, emoji for `:`. */
export function useCompletion(channel: ChannelId, field: RefObject<HTMLTextAreaElement | null>) {
  const desk = useDesk();
  const { i18n } = useTranslation();
  const listId = useId();
  const people = useMentionable(channel);
  const [open, setOpen] = useState<Open>();
  const asked = useRef(0);
  const caret = useRef<number>(undefined);
  useLayoutEffect(() => {
    // The field has the new text only now.
    if (caret.current !== undefined) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  const offer = (wanted: Wanted, options: readonly Option[]) =>
    setOpen(options.length > 0 ? { wanted, options, at: options[0]?.isMeant ? 0 : -1 } : undefined);
  const update = (element: HTMLTextAreaElement) => {
    const wanted = wantedAt(element.value, element.selectionStart);
    const turn = (asked.current += 1);
    if (!wanted || element.selectionStart !== element.selectionEnd) return setOpen(undefined);
    if (open && wanted.start === open.wanted.start && wanted.word === open.wanted.word) return;
    if (wanted.kind === 'person') return offer(wanted, peopleFor(people, wanted.word));
    aside(
      emojiFor(i18n.language, wanted.word).then((options) => {
        if (turn === asked.current) offer(wanted, options);
      }),
    );
  };
  const take = (option: Option | undefined) => {
    if (!open || !option) return;
    const { draft } = desk.place(channel);
    const { start, word } = open.wanted;
    const text = `${option.text} `;
    desk.change(channel, { draft: draft.slice(0, start) + text + draft.slice(start + 1 + word.length) });
    setOpen(undefined);
    caret.current = start + text.length;
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setOpen({ ...open, at: nextOf(open, step) });
    else if (event.key === 'Tab' || (event.key === 'Enter' && open.at >= 0)) take(open.options[Math.max(0, open.at)]);
    else if (event.key === 'Escape') setOpen(undefined);
    else {
      if (event.key === 'Enter') setOpen(undefined);
      return false;
    }
    event.preventDefault();
    return true;
  };
  return {
    open,
    listId,
    update,
    take,
    onKey,
    close: () => setOpen(undefined),
    /** ARIA attributes of the field for its list. */
    field: open
      ? {
          'aria-controls': listId,
          'aria-activedescendant': open.at < 0 ? undefined : `${listId}-${open.at}`,
          'aria-autocomplete': 'list' as const,
        }
      : {},
  };
}

/** The option after or before the chosen one, in a ring. */
function nextOf({ options, at }: Open, step: number): number {
  return (Math.max(at, step > 0 ? -1 : 0) + step + options.length) % options.length;
}

/** The list of completions, above the field. */
export function Completions({ completion }: { readonly completion: ReturnType<typeof useCompletion> }) {
  const { t } = useTranslation();
  const { open, listId, take } = completion;
  if (!open) return null;
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a datalist completes a whole field, not one word of it.
      role="listbox"
      id={listId}
      aria-label={open.wanted.kind === 'person' ? t('chat.offerPeople') : t('chat.offerEmoji')}
      className="absolute inset-x-2.5 bottom-full z-10 mb-1 rounded-tile border border-line bg-surface p-1 shadow-float"
    >
      {open.options.map((option, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus.
        <div
          key={option.key}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above.
          role="option"
          id={`${listId}-${index}`}
          aria-selected={index === open.at}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(option)}
          className={cx('flex min-h-11 items-center rounded-control px-2.5', index === open.at && 'bg-raised')}
        >
          <bdi className="truncate">{option.words}</bdi>
        </div>
      ))}
    </div>
  );
}

/** The people who can be mentioned here: those of the conversation, without me. */
function useMentionable(channel: ChannelId): readonly { readonly id: string; readonly name: string }[] {
  const me = useMeeting((state) => state.me.id);
  const other = useOther(channel);
  const people = usePeople().filter(({ id }) => id !== me);
  if (channel === 'all') return people;
  return channel === 'staff' ? people.filter(isStaff) : other ? [other] : [];
}

function peopleFor(people: ReturnType<typeof useMentionable>, word: string): readonly Option[] {
  const wanted = withoutAccents(word);
  const written = sameWords(word);
  const fits = (name: string) => name.startsWith(wanted) || name.split(' ').some((part) => part.startsWith(wanted));
  return people
    .filter(({ name }) => fits(withoutAccents(name)))
    .toSorted((one, other) => Number(isWritten(other.name, written)) - Number(isWritten(one.name, written)))
    .slice(0, mostOptions)
    .map(({ id, name }) => ({ key: id, text: `@${name}`, words: name, isMeant: true }));
}

/** True when the name begins with the word in these accents: such names come first. */
function isWritten(name: string, word: string): boolean {
  return ` ${sameWords(name)}`.includes(` ${word}`);
}

async function emojiFor(language: string, word: string): Promise<readonly Option[]> {
  try {
    const { emojiNamed } = await import('../emoji/loadEmoji.ts');
    const found = await emojiNamed(language, word);
    return found.map(({ emoji, name, isExact }) => ({
      key: emoji,
      text: emoji,
      words: `${emoji} ${name}`,
      isMeant: isExact,
    }));
  } catch {
    // When the list cannot be loaded, the person types without completions.
    return [];
  }
}
