import { readFileSync, writeSync } from 'node:fs';
import { getDocument, type PDFPageProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { bounds, PageWeight } from './PageWeight.ts';

/** Runs apart: counts and measures the pages of a PDF, one JSON line each, and weighs what a browser would have to paint. */

const [path = '', mostPages = ''] = process.argv.slice(2);

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Says why not, and ends: there is nothing to tidy up here. */
function refuse(reason: string): never {
  say({ refused: reason });
  process.exit(0);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'broken';
}

/** Pictures are not unpacked here, for that takes too long: each one is left out with these words, which are counted. */
const leftOut = 'Image exceeded maximum allowed size';
/**
 * Where memory or stack give out in the middle of a page, pdf.js says so and goes on with what it has. What is left has not
 * been weighed, and a browser with more memory would paint it.
 */
const gaveOut = /RangeError|allocation|out of memory|call stack/i;
let pictures = 0;
// oxlint-disable-next-line no-console -- pdf.js says it there and nowhere else.
console.warn = (words: unknown) => {
  const text = String(words);
  if (gaveOut.test(text)) refuse('heavy');
  if (!text.includes(leftOut)) return;
  pictures += 1;
  if (pictures > bounds.page.pictures) refuse('heavy');
};

/**
 * Follows the pieces in which pdf.js hands on a page's operators. A hostile page ends with the piece that is too much, not with its
 * last one; and a page without a last one broke off on the way, of which pdf.js says nothing: it answers what it has.
 */
function followPieces(page: PDFPageProxy): { readonly isWhole: () => boolean } {
  // Its own business, and may be called otherwise one day: then no page is whole, and the tests say so.
  const handOn: unknown = Reflect.get(page, '_renderPageChunk');
  let [operators, isWhole] = [0, false];
  const follow = (piece: { readonly fnArray: readonly number[]; readonly lastChunk: boolean }, state: unknown) => {
    operators += piece.fnArray.length;
    if (operators > bounds.page.operators) refuse('heavy');
    isWhole ||= piece.lastChunk;
    if (typeof handOn === 'function') Reflect.apply(handOn, page, [piece, state]);
  };
  Reflect.set(page, '_renderPageChunk', follow);
  return { isWhole: () => isWhole };
}

/** What the whole document has had so far. */
const sum = { characters: 0, operators: 0 };

async function weigh(page: PDFPageProxy): Promise<void> {
  pictures = 0;
  const pieces = followPieces(page);
  const weight = new PageWeight(page);
  // Unpacks and parses everything that the page paints, also what lies beside it.
  const operators = await page.getOperatorList();
  if (!pieces.isWhole() || !weight.bears(operators)) refuse('heavy');
  if (weight.fontBytes > bounds.document.fontBytes) refuse('heavy');
  if ((await page.getAnnotations()).length > bounds.page.annotations) refuse('heavy');
  sum.characters += weight.characters;
  sum.operators += weight.operators;
  if (sum.characters > bounds.document.characters || sum.operators > bounds.document.operators) refuse('heavy');
}

async function inspect(): Promise<void> {
  const document = await getDocument({
    data: new Uint8Array(readFileSync(path)),
    verbosity: VerbosityLevel.WARNINGS,
    disableFontFace: true,
    // Keeps fonts where they can be weighed.
    fontExtraProperties: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
    maxImageSize: 0,
  }).promise;
  const of = document.numPages;
  if (of > Number(mostPages)) refuse('pages');
  for (let number = 1; number <= of; number += 1) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    await weigh(page);
    page.cleanup();
    say({ page: number, of, width, height });
  }
  say({ done: true });
}

try {
  await inspect();
} catch (error) {
  refuse(reasonOf(error));
}
process.exit(0);
