import type { MarkdownIt, StateBlock, StateCore, Token } from 'markdown-it';

type Rule = MarkdownIt['block']['ruler']['__rules__'][number]['fn'];

const listed = /^(?:([-*+])|\d{1,9}([.)]))(?:[ \t]|$)/;

/** Makes lists, quotes and blocks of code keep every sign that says something. */
export function addBlockRules(markdown: MarkdownIt): void {
  guard(markdown, 'list', isList);
  guard(markdown, 'blockquote', isQuote);
  guard(markdown, 'fence', isFence);
  // The line after a quote is the author's own: it is no part of the quote.
  markdown.block.ruler.after('blockquote', 'quote_end', (_state, _start, _end, silent) => silent, {
    alt: ['blockquote'],
  });
  markdown.core.ruler.after('inline', 'list_markers', keepMarkers);
}

/** Lets a rule of markdown-it see only lines that pass a check. */
function guard(
  markdown: MarkdownIt,
  name: string,
  check: (state: StateBlock, line: number, end: number) => boolean,
): void {
  const ruler = markdown.block.ruler;
  const rule = ruler.__rules__.find((one) => one.name === name);
  if (!rule) throw new Error(`markdown-it has no rule ${name}.`);
  const { fn, alt } = rule;
  const guarded: Rule = (state, line, end, silent) => check(state, line, end) && fn(state, line, end, silent);
  ruler.at(name, guarded, { alt });
}

const textAt = (state: StateBlock, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
const indentAt = (state: StateBlock, line: number) => state.sCount[line] ?? 0;

/** True when at least two lines have a marker: a single one may be a date, a minus or a number. */
function isList(state: StateBlock, start: number, end: number): boolean {
  const first = listed.exec(textAt(state, start));
  if (!first) return false;
  const indent = indentAt(state, start);
  // Left of an item that is being read: the next item.
  if (state.parentType === 'paragraph' && indent < state.blkIndent) return true;
  let afterBlank = false;
  for (let line = start + 1; line < end; line += 1) {
    const text = textAt(state, line);
    const marker = listed.exec(text);
    const deeper = indentAt(state, line) > indent + 1;
    if (marker && (deeper || (marker[1] === first[1] && marker[2] === first[2]))) return true;
    if (!deeper && text !== '' && (marker !== null || afterBlank)) return false;
    afterBlank = text === '';
  }
  return false;
}

/** True for several lines with `>`, and for one line that can only be a quote: `> 5` is a comparison, `>_<` a face. */
function isQuote(state: StateBlock, start: number, end: number): boolean {
  const text = textAt(state, start);
  if (!/^>{1,2}(?:[ \t>]|$)/.test(text) || text.startsWith('>>>')) return false;
  let said = /[^>\s]/.test(text);
  let lines = 1;
  for (let line = start + 1; line < end && textAt(state, line).startsWith('>'); line += 1) {
    said ||= /[^>\s]/.test(textAt(state, line));
    lines += 1;
  }
  return said && (lines > 1 || /^>[ \t]+[\p{L}"'„“«‚‘¿¡([@#*_`~-]/u.test(text));
}

/** True for a block of code with an end and something in it. */
function isFence(state: StateBlock, start: number, end: number): boolean {
  const fence = /^(`{3,})[ \t]*[\w+#.-]*[ \t]*$/.exec(textAt(state, start))?.[1];
  if (fence === undefined) return false;
  for (let line = start + 1, said = false; line < end; line += 1) {
    const text = textAt(state, line);
    if (/^`+[ \t]*$/.test(text) && text.trimEnd().length >= fence.length) return said;
    said ||= text.trim() !== '';
  }
  return false;
}

/** Writes the marker of each item as it was typed, as text: the list has no numbers or bullets of its own. */
function keepMarkers(state: StateCore): void {
  const tokens: Token[] = [];
  for (const [index, token] of state.tokens.entries()) {
    tokens.push(token);
    if (token.type !== 'list_item_open') continue;
    const marker = new state.Token('text', '', 0);
    const words = state.tokens[index + 2];
    const inline = state.tokens[index + 1]?.type === 'paragraph_open' ? words?.children : undefined;
    marker.content = `${token.info}${token.markup}${inline ? ' ' : ''}`;
    if (inline) inline.unshift(marker);
    else tokens.push(...paragraphOf(state, marker));
  }
  state.tokens = tokens;
}

function paragraphOf(state: StateCore, text: Token): Token[] {
  const open = new state.Token('paragraph_open', 'p', 1);
  const inline = new state.Token('inline', '', 0);
  const close = new state.Token('paragraph_close', 'p', -1);
  inline.children = [text];
  open.hidden = true;
  close.hidden = true;
  return [open, inline, close];
}
