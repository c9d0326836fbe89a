import { writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
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

/** Writes a PNG of 320 by 180, half green. */
export async function writePicture(path: string): Promise<void> {
  const [width, height] = [320, 180];
  const row = Buffer.alloc(1 + width * 3, 255);
  row[0] = 0;
  for (let x = 0; x < width / 2; x += 1) row.set([0x2f, 0x8d, 0x70], 1 + x * 3);
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  await writeFile(path, Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), ...parts]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
