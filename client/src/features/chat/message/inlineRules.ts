import type { MarkdownIt, StateInline } from 'markdown-it';
import { edgesOf, endOfRun } from './edges.ts';

const link =
  /^\[([^[\]\n]*[\p{L}\p{N}\p{S}\p{P}][^[\]\n]*)\]\((https?:\/\/[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*|mailto:[^\s()<>]+)\)/iu;
/** The longest link with words that is looked for, in characters. */
const linkLength = 2_500;

/** Makes emphasis, code, links and escapes keep every sign that is not markup at the edge of a word. */
export function addInlineRules(markdown: MarkdownIt): void {
  markdown.inline.ruler.at('newline', newline);
  markdown.inline.ruler.at('escape', escape);
  markdown.inline.ruler.at('backticks', code);
  markdown.inline.ruler.at('strikethrough', (state, silent) => delimiter(state, silent, '~'));
  markdown.inline.ruler.at(
    'emphasis',
    (state, silent) => delimiter(state, silent, '*') || delimiter(state, silent, '_'),
  );
  markdown.inline.ruler.at('link', linkWithWords);
}

function newline(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\n') return false;
  if (!silent) state.push('softbreak', 'br', 0);
  state.pos += 1;
  return true;
}

/** Runs that are markup: one to three stars, one underscore (two are a name in many programs), two tildes. */
function isMarkup(sign: string, length: number): boolean {
  return sign === '*' ? length <= 3 : sign === '_' ? length === 1 : sign === '~' ? length === 2 : false;
}

function delimiter(state: StateInline, silent: boolean, sign: string): boolean {
  if (silent || state.src[state.pos] !== sign) return false;
  const end = Math.min(endOfRun(state.src, state.pos), state.posMax);
  const length = end - state.pos;
  const { open, close } = edgesOf(state.src.slice(0, state.posMax), state.pos, end);
  if (!isMarkup(sign, length) || !(open || close)) {
    state.pending += state.src.slice(state.pos, end);
  } else {
    // The rules of markdown-it that pair the runs want one piece for each star, and one for two tildes.
    const piece = sign === '~' ? 2 : 1;
    for (let done = 0; done < length; done += piece) {
      state.push('text', '', 0).content = sign.repeat(piece);
      state.delimiters.push({
        marker: sign.charCodeAt(0),
        length: sign === '~' ? 0 : length,
        token: state.tokens.length - 1,
        end: -1,
        open,
        close,
      });
    }
  }
  state.pos = end;
  return true;
}

/** Returns the index of the run that ends a code of the line, or -1. */
function endOfCode(text: string, start: number, end: number): number {
  const run = text.slice(start, end);
  for (let at = end; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] !== '`') continue;
    const close = endOfRun(text, at);
    const fits = close - at === run.length && text.slice(end, at).trim() !== '' && edgesOf(text, at, close).close;
    if (fits) return at;
    at = close - 1;
  }
  return -1;
}

function code(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '`') return false;
  const end = Math.min(endOfRun(state.src, state.pos), state.posMax);
  const { open } = edgesOf(state.src, state.pos, end);
  const close = open ? endOfCode(state.src.slice(0, state.posMax), state.pos, end) : -1;
  if (close === -1) {
    if (!silent) state.pending += state.src.slice(state.pos, end);
    state.pos = end;
    return true;
  }
  if (!silent) {
    const content = state.src.slice(end, close);
    state.push('code_inline', 'code', 0).content = content.replace(/^ (.*\S.*) $/, '$1');
  }
  state.pos = close + (end - state.pos);
  return true;
}

function linkWithWords(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '[' || state.linkLevel > 0) return false;
  const [all = '', words = '', address = ''] =
    link.exec(state.src.slice(state.pos, Math.min(state.posMax, state.pos + linkLength))) ?? [];
  const href = state.md.normalizeLink(address);
  if (all === '' || !state.md.validateLink(href)) return false;
  const { pos, posMax } = state;
  if (!silent) {
    state.pos = pos + 1;
    state.posMax = pos + 1 + words.length;
    state.push('link_open', 'a', 1).attrs = [['href', href]];
    state.linkLevel += 1;
    state.md.inline.tokenize(state);
    state.linkLevel -= 1;
    state.push('link_close', 'a', -1);
  }
  state.pos = pos + all.length;
  state.posMax = posMax;
  return true;
}

/** A backslash is an escape only before what would be markup without it. */
function escape(state: StateInline, silent: boolean): boolean {
  const text = state.src.slice(0, state.posMax);
  const start = state.pos + 1;
  if (text[state.pos] !== '\\' || start >= text.length) return false;
  const end = escapedUntil(text, start);
  if (end === start) return false;
  if (!silent) {
    const token = state.push('text_special', '', 0);
    token.content = text.slice(start, end);
    token.info = 'escape';
  }
  state.pos = end;
  return true;
}

/** Returns the end of the signs that an escape before `start` keeps from being markup, or `start` when there are none. */
function escapedUntil(text: string, start: number): number {
  const sign = text[start] ?? '';
  if (sign === '[') return link.test(text.slice(start, start + linkLength)) ? start + 1 : start;
  if (sign === '>') return start === 1 || text[start - 2] === '\n' ? start + 1 : start;
  if (!'*_~`'.includes(sign)) return start;
  const end = endOfRun(text, start);
  if (sign !== '`' && !isMarkup(sign, end - start)) return start;
  const { open, close } = edgesOf(text, start, end, start - 1);
  const run = text.slice(start, end);
  return (open && hasEnd(text, end, run)) || (close && hasBeginning(text, start, run)) ? end : start;
}

/** Says whether a run that may end markup, escaped or not, follows on the line. */
function hasEnd(text: string, from: number, run: string): boolean {
  const line = text.indexOf('\n', from);
  const until = line === -1 ? text.length : line;
  for (let at = text.indexOf(run, from); at !== -1 && at < until; at = text.indexOf(run, at + run.length)) {
    const end = endOfRun(text, at);
    if (end - at === run.length && edgesOf(text, at, end).close) return true;
    at = end - run.length;
  }
  return false;
}

/** Says whether an escaped run that may begin markup is before it on the line. */
function hasBeginning(text: string, until: number, run: string): boolean {
  const from = text.lastIndexOf('\n', until - 1) + 1;
  for (let at = text.indexOf(`\\${run}`, from); at !== -1 && at < until - 1; at = text.indexOf(`\\${run}`, at + 1)) {
    const end = endOfRun(text, at + 1);
    if (end - at - 1 === run.length && edgesOf(text, at + 1, end, at).open) return true;
  }
  return false;
}
