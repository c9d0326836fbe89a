import { Failed } from '../failure.ts';

/** A piece of an XML body. An empty element is `open` and `close`. */
export type Token =
  | { readonly is: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly is: 'close' }
  /** The bytes between two tags, as they came; `verbatim` for CDATA, in which a `&` is only a sign. */
  | { readonly is: 'text'; readonly bytes: Buffer; readonly verbatim: boolean };

/** The most bytes of one tag. */
const mostTagBytes = 16 * 1024;
/** The most tags, comments, CDATA sections and declarations of a body, together. */
const mostTags = 2_000;
/** How deep elements may be in each other. */
const mostDepth = 8;

const [less, greater, single, double] = ['<', '>', "'", '"'].map((sign) => sign.charCodeAt(0));
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** Signs that XML may not have, not even as a reference. */
// oxlint-disable-next-line no-control-regex -- these are the characters that must not come in
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Takes an XML body apart without building a tree: long texts are found by one search of bytes, so that a document of many
 * megabytes holds nobody up. It knows no document type and no entities but the five of XML.
 * @throws Failed `validationError` for what is not well-formed, has a document type, or is beyond the bounds
 */
export function* tokensOf(body: Buffer): Generator<Token> {
  const open: string[] = [];
  let tags = 0;
  let hasRoot = false;
  let at = body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  while (at < body.length) {
    const next = endOf(body.indexOf('<', at), body);
    if (next > at) {
      const bytes = body.subarray(at, next);
      if (open.length > 0) yield { is: 'text', bytes, verbatim: false };
      else if (bytes.length > mostTagBytes || textOf(bytes).trim() !== '') throw malformed();
    }
    if (next === body.length) break;
    if ((tags += 1) > mostTags) throw refused(`The body has more than ${mostTags} tags, comments and CDATA sections.`);
    const special = specialAt(body, next, !hasRoot);
    if (special) {
      at = special.end;
      if (!special.bytes) continue;
      if (open.length === 0) throw malformed();
      if (special.bytes.length > 0) yield { is: 'text', bytes: special.bytes, verbatim: true };
      continue;
    }
    const end = endOfTag(body, next);
    const tag = tagOf(textOf(body.subarray(next, end)));
    at = end;
    if (tag.closes) {
      if (open.pop() !== tag.name) throw malformed();
      yield { is: 'close' };
      continue;
    }
    if (open.length === 0 && hasRoot) throw malformed();
    hasRoot = true;
    yield { is: 'open', name: tag.name, attributes: tag.attributes };
    if (tag.isEmpty) yield { is: 'close' };
    else if (open.push(tag.name) > mostDepth) throw refused(`The body is more than ${mostDepth} elements deep.`);
  }
  if (!hasRoot || open.length > 0) throw malformed();
}

const endOf = (at: number, body: Buffer): number => (at < 0 ? body.length : at);

/** A comment, CDATA or the XML declaration at a place: where it ends, and the bytes of CDATA. */
function specialAt(
  body: Buffer,
  at: number,
  mayDeclare: boolean,
): { readonly end: number; readonly bytes?: Buffer } | undefined {
  const begins = (text: string) => body.subarray(at, at + text.length).toString('latin1') === text;
  const until = (text: string, from: number) => {
    const found = body.indexOf(text, from);
    if (found < 0) throw malformed();
    return found;
  };
  if (begins('<!--')) return { end: until('-->', at + 4) + 3 };
  if (begins('<![CDATA[')) {
    const end = until(']]>', at + 9);
    return { end: end + 3, bytes: body.subarray(at + 9, end) };
  }
  if (begins('<!')) throw refused('The body must have no document type and no entities.');
  if (!begins('<?')) return undefined;
  const end = until('?>', at);
  const declaration = body.subarray(at, Math.min(end, at + 200)).toString('latin1');
  const encoding = /encoding\s*=\s*["']([^"']*)/i.exec(declaration)?.[1] ?? 'utf-8';
  if (!mayDeclare || !/^<\?xml\s/.test(declaration)) throw malformed();
  if (!/^(utf-?8|us-ascii)$/i.test(encoding)) throw refused('The body must be encoded as UTF-8.');
  return { end: end + 2 };
}

/** Where a tag ends: a `>` in quotes does not end it. */
function endOfTag(body: Buffer, from: number): number {
  let quote: number | undefined;
  const most = Math.min(body.length, from + mostTagBytes);
  for (let at = from + 1; at < most; at += 1) {
    const sign = body[at];
    if (sign === less) break;
    if (quote === undefined && sign === greater) return at + 1;
    if (sign === quote) quote = undefined;
    else if (quote === undefined && (sign === single || sign === double)) quote = sign;
  }
  throw most < body.length
    ? refused(`A tag of the body is malformed or longer than ${mostTagBytes} bytes.`)
    : malformed();
}

interface Tag {
  readonly name: string;
  readonly closes: boolean;
  readonly isEmpty: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

function tagOf(text: string): Tag {
  const head = /^<(\/?)([A-Za-z_][\w.:-]{0,100})/.exec(text);
  if (!head) throw malformed();
  const [all, slash, name = ''] = head;
  const attributes = new Map<string, string>();
  const attribute = /\s+([A-Za-z_][\w.:-]{0,100})\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  let at = all.length;
  for (;;) {
    attribute.lastIndex = at;
    const found = attribute.exec(text);
    if (!found) break;
    const [whole, key = '', inDouble, inSingle] = found;
    if (attributes.has(key)) throw malformed();
    attributes.set(key, resolved(inDouble ?? inSingle ?? ''));
    at += whole.length;
  }
  const tail = /^\s*(\/?)>$/.exec(text.slice(at));
  const closes = slash === '/';
  if (!tail || (closes && (tail[1] === '/' || attributes.size > 0))) throw malformed();
  return { name, closes, isEmpty: tail[1] === '/', attributes };
}

/** The text with its references resolved. @throws Failed for an unknown entity */
function resolved(text: string): string {
  return text.replace(/&([^;]{0,12});?/g, (all, name: string) => {
    const number = /^#(?:(\d{1,7})|x([0-9a-f]{1,6}))$/i.exec(name);
    const code = number && (number[2] === undefined ? Number(number[1]) : Number.parseInt(number[2], 16));
    const isScalar = code !== null && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
    const sign = isScalar ? String.fromCodePoint(code) : entities[name];
    if (!all.endsWith(';') || sign === undefined || forbidden.test(sign)) throw malformed();
    return sign;
  });
}

/** @throws Failed for bytes that are no UTF-8, and for signs that XML may not have */
function textOf(bytes: Buffer): string {
  try {
    const text = utf8.decode(bytes);
    if (!forbidden.test(text)) return text;
  } catch {
    // The same words as for other faults.
  }
  throw malformed();
}

function refused(words: string): Failed {
  return new Failed('validationError', words);
}

function malformed(): Failed {
  return refused('The body is no well-formed XML.');
}
