import { PDFDocument } from '@cantoo/pdf-lib';
import { numberOf, type Page, type Presentation } from '@plenum/shared/features/slides/contract';
import type { Print } from '../../../app/prints.ts';
import { toPoints, turnOf } from './matrix.ts';
import { type BytesOf, embedPicture, PdfPrints } from './pdfPrints.ts';

/** What an export is made of. */
interface ExportParts {
  readonly presentation: Presentation;
  /** The PDF that was uploaded, for a presentation that is one. */
  readonly file: Uint8Array | undefined;
  /** A page that is a picture, as PNG or JPEG. */
  readonly pictureOf: (page: Page) => Promise<Uint8Array>;
  readonly printsOf: (page: Page) => readonly Print[];
  readonly bytesOf: BytesOf;
}

/** Points across a page that has no size of its own: 20 inches on the long side of a slide is what offices make. */
const pointsAcross = 960;

/** The presentation as a PDF with everything that was drawn on it; what was uploaded stays as it was underneath. */
export async function exportPdf({
  presentation,
  file,
  pictureOf,
  printsOf,
  bytesOf,
}: ExportParts): Promise<Uint8Array> {
  const document = file ? await PDFDocument.load(file, { password: '' }) : await PDFDocument.create();
  const uploaded = document.getPageCount();
  const taken = new Set(presentation.pages.map(({ id, blank }) => (blank ? 0 : numberOf(id))));
  document.setTitle(presentation.name);
  const prints = await PdfPrints.of(document, bytesOf);
  for (const page of presentation.pages) {
    const number = numberOf(page.id);
    const sheet = !page.blank && number <= uploaded ? document.getPage(number - 1) : addPage(document, page);
    if (page.picture !== undefined) {
      const image = await embedPicture(document, await pictureOf(page));
      sheet.drawImage(image, { x: 0, y: 0, ...sheet.getSize() });
    }
    const box = sheet.getCropBox();
    const matrix = toPoints({ ...box, turned: turnOf(sheet.getRotation().angle) }, page.width);
    await prints.write(sheet, printsOf(page), matrix);
  }
  // Of a page that came without its neighbours nobody wants these back.
  for (let number = uploaded; number > 0; number -= 1) if (!taken.has(number)) document.removePage(number - 1);
  return document.save();
}

function addPage(document: PDFDocument, { width, height }: Page) {
  return document.addPage([pointsAcross, (pointsAcross * height) / width]);
}
