import { withoutHidden } from './visible.ts';

// Line breaks of office programs, terminals and other systems. PowerPoint's and Word's soft line break is U+000B.
// oxlint-disable-next-line no-control-regex
const breaks = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
// Control characters other than tab and line feed.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Word's hyphen that does not break a line.
// oxlint-disable-next-line no-control-regex
const hardHyphen = /\u001e/g;

/** Returns the text of several lines without control characters; each kind of line break becomes a line feed. */
export function asLines(text: string): string {
  return text.replace(breaks, '\n').replace(hardHyphen, '-').replace(controls, '');
}

/** Returns the text as one line without characters that cannot be seen; line breaks and tabs become spaces. */
export function asLine(text: string): string {
  return withoutHidden(asLines(text).replace(/ *[\t\n][ \t\n]*/g, ' ')).trim();
}

// Direction marks at an edge may end what began inside.
const blank = /(?![\u200e\u200f\u202a-\u202e\u2066-\u2069])[\s\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Returns the text without the characters at its edges that cannot be seen, and the spaces and line breaks among them. */
export function withoutHiddenEdges(text: string): string {
  const characters = Array.from(text);
  const isVisible = (character: string) => !blank.test(character);
  const first = characters.findIndex(isVisible);
  if (first === -1) return withoutHidden(text);
  const last = characters.findLastIndex(isVisible);
  return `${cleanEdge(characters.slice(0, first).join(''))}${characters.slice(first, last).join('')}${cleanEnd(characters.slice(last))}`;
}

/** Returns the last visible character with those behind it that it needs, as an emoji does. */
function cleanEnd([visible = '', ...blanks]: readonly string[]): string {
  const written = visible + blanks.join('');
  const needed = withoutHidden(written);
  if (needed === written) return written;
  return needed.startsWith(visible) ? needed.trimEnd() : visible + cleanEdge(blanks.join(''));
}

function cleanEdge(blanks: string): string {
  return withoutHidden(blanks) === blanks ? blanks : '';
}
