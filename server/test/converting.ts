import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getDocument, OPS, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Converter } from '../src/conversion/Converter.ts';
import { Refused } from '../src/conversion/Refused.ts';

/** The visible contents of a document. */
export interface Shown {
  readonly pages: number;
  readonly text: string;
  readonly pictures: number;
}

interface Sending {
  readonly name: string;
  readonly bytes: Buffer;
  readonly room?: string;
  readonly person?: string;
}

/** Converts a document and returns its contents, or the reason of the refusal. */
export function convert<T>(
  converter: Converter,
  { name, bytes, room = 'R', person = 'ana' }: Sending,
  look: (pdf: Buffer, pages: number) => Promise<T>,
): Promise<T | string> {
  return converter.inFolder(async (folder) => {
    const path = join(folder, 'sent-1');
    await writeFile(path, bytes);
    const { signal } = new AbortController();
    try {
      const job = { by: { room, person }, files: [{ path, name }], folder, signal };
      const { files, pages } = await converter.convert({
        ...job,
        page: { width: 1_920, steepest: 10 },
        onProgress: () => {},
      });
      return await look(await readFile(files[0]?.path ?? ''), pages.length);
    } catch (error) {
      if (error instanceof Refused) return error.reason;
      throw error;
    }
  });
}

const painting: readonly number[] = [
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
];

/** The texts and pictures of a PDF. */
export async function shownBy(pdf: Buffer): Promise<Shown> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: VerbosityLevel.ERRORS }).promise;
  let [text, pictures] = ['', 0];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    for (const item of (await page.getTextContent()).items) if ('str' in item) text += `${item.str} `;
    pictures += (await page.getOperatorList()).fnArray.filter((operator) => painting.includes(operator)).length;
  }
  return { text, pictures, pages: document.numPages };
}
