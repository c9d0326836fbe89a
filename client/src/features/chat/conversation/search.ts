import { withoutAccents } from '@plenum/shared/core/compare';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';

/** A message with a match, and the text before, in and after the match. */
export interface Hit {
  readonly message: ChatMessage;
  readonly parts: readonly [string, string, string];
}

/** The number of letters that are shown before a match. */
const shownBefore = 40;

/** Returns the messages that contain the query in text or file names, without regard to accents and capitals, newest first. */
export function search(messages: readonly ChatMessage[], query: string): readonly Hit[] {
  const wanted = plain(query.trim()).text;
  if (wanted === '') return [];
  return messages
    .flatMap((message): Hit[] => {
      const text = [message.text, ...(message.files ?? []).map(({ name }) => name)].join('\n');
      const { text: letters, places } = plain(text);
      const at = letters.indexOf(wanted);
      if (at === -1) return [];
      const from = places[at] ?? 0;
      const to = places[at + wanted.length] ?? text.length;
      const start = from > shownBefore ? text.indexOf(' ', from - shownBefore) + 1 || from : 0;
      const before = `${start > 0 ? '…' : ''}${text.slice(Math.min(start, from), from)}`;
      return [{ message, parts: [before, text.slice(from, to), text.slice(to, to + 300)] }];
    })
    .toReversed();
}

/** Returns the text without accents and capitals, and for each of its letters the index in the text. */
function plain(text: string): { readonly text: string; readonly places: readonly number[] } {
  let letters = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const bare = /\s/.test(letter) ? ' ' : withoutAccents(letter);
    for (let unit = 0; unit < bare.length; unit += 1) places.push(at);
    letters += bare;
    at += letter.length;
  }
  return { text: letters, places };
}
