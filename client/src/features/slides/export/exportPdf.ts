import { PDFDocument } from '@cantoo/pdf-lib';
import { numberOf, type Page, type Presentation } from '@plenum/shared/features/slides/contract';
import type { Print } from '../../../app/prints.ts';
import { toPoints, turnOf } from './matrix.ts';
import { type BytesOf, embedPicture, PdfPrints } from './pdfPrints.ts';

/** The input of an export. */
interface ExportParts {
  readonly presentation: Presentation;
  /** The uploaded PDF; undefined for a presentation of pictures. */
  readonly file: Uint8Array | undefined;
  /** A picture page as PNG or JPEG. */
  readonly pictureOf: (page: Page) => Promise<Uint8Array>;
  readonly printsOf: (page: Page) => readonly Print[];
  readonly bytesOf: BytesOf;
}

/** Width of a page without a size of its own, in points: office programs use 13.3 inches for a slide. */
const pointsAcross = 960;

/** The presentation as a PDF with all drawings; the uploaded content below them stays as it was. */
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
  // The other pages of the uploaded file are removed.
  for (let number = uploaded; number > 0; number -= 1) if (!taken.has(number)) document.removePage(number - 1);
  return document.save();
}

function addPage(document: PDFDocument, { width, height }: Page) {
  return document.addPage([pointsAcross, (pointsAcross * height) / width]);
}
