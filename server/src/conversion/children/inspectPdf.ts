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
let pictures = 0;
// oxlint-disable-next-line no-console -- pdf.js says it there and nowhere else.
console.warn = (text: unknown) => {
  if (!String(text).includes(leftOut)) return;
  pictures += 1;
  if (pictures > bounds.page.pictures) refuse('heavy');
};

/** pdf.js hands on operators in pieces: a hostile page ends with the piece that is too much, not with its last one. */
function endEarly(page: PDFPageProxy): void {
  const handOn: unknown = Reflect.get(page, '_renderPageChunk');
  // Its own business, and may be called otherwise one day: all of them are counted at the end as well.
  if (typeof handOn !== 'function') return;
  let operators = 0;
  Reflect.set(page, '_renderPageChunk', (piece: { readonly fnArray: readonly number[] }, state: unknown) => {
    operators += piece.fnArray.length;
    if (operators > bounds.page.operators) refuse('heavy');
    Reflect.apply(handOn, page, [piece, state]);
  });
}

/** What the whole document has had so far. */
const sum = { characters: 0, operators: 0 };

async function weigh(page: PDFPageProxy): Promise<void> {
  pictures = 0;
  endEarly(page);
  const weight = new PageWeight(page);
  // Unpacks and parses everything that the page paints, also what lies beside it.
  if (!weight.bears(await page.getOperatorList())) refuse('heavy');
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
