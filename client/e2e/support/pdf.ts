import { writeFile } from 'node:fs/promises';
import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';

/** What stands on one page; A4 when it is high. */
export interface TestPage {
  readonly lines: readonly string[];
  readonly shape: 'screen' | 'high';
}

/** Writes a real PDF with text and colour. */
export async function writePdf(path: string, pages: readonly TestPage[]): Promise<void> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const { lines, shape } of pages) {
    const page = document.addPage(shape === 'screen' ? [960, 540] : [595, 842]);
    const { width, height } = page.getSize();
    page.drawRectangle({ x: 0, y: height - 24, width, height: 24, color: rgb(0.18, 0.55, 0.44) });
    for (const [index, line] of lines.entries()) {
      page.drawText(line, { x: 60, y: height - 110 - index * 48, size: index === 0 ? 36 : 24, font });
    }
  }
  await writeFile(path, await document.save());
}
