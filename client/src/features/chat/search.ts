import type { ChatMessage } from '@plenum/shared/features/chat/contract';

/** A message in which something was found: what stands before it, it, and what stands behind. */
export interface Hit {
  readonly message: ChatMessage;
  readonly parts: readonly [string, string, string];
}

/** So many letters before a find are shown. */
const shownBefore = 40;

/** The messages with these letters, whatever the accents and capitals, newest first; file names count too. */
export function search(messages: readonly ChatMessage[], query: string): readonly Hit[] {
  const wanted = plain(query).text;
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

/** The text without accents and capitals, and where each letter of it stands in the text. */
function plain(text: string): { readonly text: string; readonly places: readonly number[] } {
  let letters = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < bare.length; unit += 1) places.push(at);
    letters += bare;
    at += letter.length;
  }
  return { text: letters, places };
}
