import { readFileSync, writeSync } from 'node:fs';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { bounds, PageWeight } from './PageWeight.ts';

/**
 * Runs in the shield: prints the size of each page of a PDF as a line of JSON, and weighs what a browser would have to
 * paint.
 */

const [path = '', mostPages = ''] = process.argv.slice(2);

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Prints the reason and ends the process. Nothing needs to be closed. */
function refuse(reason: string): never {
  say({ refused: reason });
  process.exit(0);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'broken';
  // Rights management has filters of its own, which pdf.js tells in words only.
  return error.name === 'PasswordException' || /encryption/.test(error.message) ? 'locked' : 'broken';
}

/** Pictures are not unpacked here, because that takes too long: pdf.js warns of each, and the warnings are counted. */
const leftOut = 'Image exceeded maximum allowed size';
/**
 * pdf.js only warns when memory or stack run out within a page, and goes on with the part that it has. The rest has
 * not been weighed, and a browser with more memory would paint it.
 */
const ranOut = /RangeError|allocation|out of memory|call stack/i;
let pictures = 0;
// oxlint-disable-next-line no-console -- pdf.js warns on the console only.
console.warn = (words: unknown) => {
  const text = String(words);
  if (ranOut.test(text)) refuse('heavy');
  if (!text.includes(leftOut)) return;
  pictures += 1;
  if (pictures > bounds.page.pictures) refuse('heavy');
};

/**
 * Follows the chunks of a page's operators. A hostile page is refused at the chunk that passes a bound. A page without
 * its last chunk broke off, which pdf.js does not report: it returns the part that it has.
 */
function followChunks(page: PDFPageProxy): { readonly isWhole: () => boolean } {
  // An internal field of pdf.js: if it is renamed, no page counts as complete and the tests fail.
  const handOn: unknown = Reflect.get(page, '_renderPageChunk');
  let [operators, isWhole] = [0, false];
  const follow = (chunk: { readonly fnArray: readonly number[]; readonly lastChunk: boolean }, state: unknown) => {
    operators += chunk.fnArray.length;
    if (operators > bounds.page.operators) refuse('heavy');
    isWhole ||= chunk.lastChunk;
    if (typeof handOn === 'function') Reflect.apply(handOn, page, [chunk, state]);
  };
  Reflect.set(page, '_renderPageChunk', follow);
  return { isWhole: () => isWhole };
}

/** The sums of the whole document so far. */
const sum = { characters: 0, operators: 0 };

async function weigh(page: PDFPageProxy): Promise<void> {
  pictures = 0;
  const chunks = followChunks(page);
  const weight = new PageWeight(page);
  // Unpacks and parses all that the page paints, also beside its visible part.
  const operators = await page.getOperatorList();
  if (!chunks.isWhole() || !weight.bears(operators)) refuse('heavy');
  if (weight.fontBytes > bounds.document.fontBytes) refuse('heavy');
  if ((await page.getAnnotations()).length > bounds.page.annotations) refuse('heavy');
  sum.characters += weight.characters;
  sum.operators += weight.operators;
  if (sum.characters > bounds.document.characters || sum.operators > bounds.document.operators) refuse('heavy');
}

/** True when a document is a form whose pages are made by Adobe's programs alone. */
async function isForm(bytes: Buffer): Promise<boolean> {
  if (/\/NeedsRendering\s+true/.test(bytes.toString('latin1'))) return true;
  // The entry is packed: pdf.js tells of it only when it may read the form itself.
  const options = { verbosity: VerbosityLevel.ERRORS, useWasm: false, enableXfa: true };
  const document = await getDocument({ ...options, data: new Uint8Array(bytes) }).promise;
  return document.isPureXfa;
}

/** Refuses a document that opens well, but whose pages say that one needs another program. */
async function refuseCovers(document: PDFDocumentProxy, bytes: Buffer): Promise<void> {
  const { info } = await document.getMetadata();
  if (Reflect.get(info, 'IsXFAPresent') === true && (await isForm(bytes))) refuse('form');
  if (Reflect.get(info, 'IsCollectionPresent') === true && document.numPages === 1) refuse('portfolio');
}

async function inspect(): Promise<void> {
  const bytes = readFileSync(path);
  const document = await getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.WARNINGS,
    disableFontFace: true,
    // Keeps the fonts, so that they can be weighed.
    fontExtraProperties: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
    maxImageSize: 0,
  }).promise;
  const of = document.numPages;
  if (of > Number(mostPages)) refuse('pages');
  await refuseCovers(document, bytes);
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
