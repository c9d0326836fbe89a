import { readFileSync, writeSync } from 'node:fs';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Runs apart: counts and measures the pages of a PDF, one JSON line each, and reads them through once. */

const [path = '', mostPages = ''] = process.argv.slice(2);
/** Text that a page may have, in characters, before nobody could mean it. */
const mostText = 500_000;

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

async function inspect(): Promise<void> {
  const document = await getDocument({
    data: new Uint8Array(readFileSync(path)),
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    stopAtErrors: false,
  }).promise;
  const of = document.numPages;
  if (of > Number(mostPages)) refuse('pages');
  for (let number = 1; number <= of; number += 1) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    // Unpacks and parses everything that the page writes: what is too heavy for us would be for every browser.
    let characters = 0;
    for await (const { items } of page.streamTextContent() as unknown as AsyncIterable<TextChunk>) {
      for (const { str = '' } of items) characters += str.length;
      if (characters > mostText) refuse('heavy');
    }
    page.cleanup();
    say({ page: number, of, width, height });
  }
  say({ done: true });
}

interface TextChunk {
  readonly items: readonly { readonly str?: string }[];
}

try {
  await inspect();
} catch (error) {
  refuse(reasonOf(error));
}
process.exit(0);
