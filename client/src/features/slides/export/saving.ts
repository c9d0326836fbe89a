import type { FileId } from '@plenum/shared/core/ids';
import { numberOf, type Page, pageWidth, type Presentation } from '@plenum/shared/features/slides/contract';
import type { Print, Printer } from '../../../app/prints.ts';
import type { MeetingState } from '../../../core/store.ts';
import { wholeOf } from '../stage/view.ts';
import { paintPrints } from './canvas.ts';
import { exportPdf } from './exportPdf.ts';

/** The presentation to save, and where its parts come from. */
export interface Saving {
  /** The present states of the room. */
  readonly state: () => Pick<MeetingState, 'states'>;
  readonly printers: readonly Printer[];
  readonly presentation: Presentation;
  /** Loads the PDF, or the picture of a page. */
  readonly fetchPart: (part: 'file' | Page) => Promise<Blob>;
  /** Loads a file that is shown on a page. */
  readonly fetchFile: (file: FileId) => Promise<Blob>;
}

/** A presentation with all drawings, as a PDF. */
export async function annotatedPdf(saving: Saving): Promise<Blob> {
  const { presentation } = saving;
  const file = presentation.kind === 'pdf' ? await bytesOf(await saving.fetchPart('file')) : undefined;
  const bytes = await exportPdf({
    presentation,
    file,
    pictureOf: async (page) => pdfBytes(await saving.fetchPart(page)),
    printsOf: await printsIn(saving),
    bytesOf: async (id) => {
      const picture = await roomFile(saving, id);
      return picture && pdfBytes(picture);
    },
  });
  return new Blob([new Uint8Array(bytes)], { type: 'application/pdf' });
}

/** One page with all drawings, as a PNG with a width of `pixels`. */
export async function pagePicture(saving: Saving, page: Page, pixels: number = pageWidth): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = pixels;
  canvas.height = Math.round((pixels * page.height) / page.width);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw on a canvas.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  await paintPage(context, saving, page);
  const scale = pixels / page.width;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  await paintPrints(context, (await printsIn(saving))(page), async (id) => {
    const file = await roomFile(saving, id);
    return file && createImageBitmap(file);
  });
  return toPng(canvas);
}

async function paintPage(context: CanvasRenderingContext2D, saving: Saving, page: Page): Promise<void> {
  const { width, height } = context.canvas;
  if (page.picture !== undefined) {
    const picture = await createImageBitmap(await saving.fetchPart(page));
    context.drawImage(picture, 0, 0, width, height);
    picture.close();
  } else if (saving.presentation.kind === 'pdf' && !page.blank) {
    const { openPdf, paint } = await import('../pages/pdf.ts');
    const document = await openPdf(await saving.fetchPart('file'));
    try {
      const sheet = await document.getPage(numberOf(page.id));
      const painted = await paint(sheet, pageWidth, wholeOf(page), width).ready;
      if (painted) context.drawImage(painted, 0, 0, width, height);
    } finally {
      await document.loadingTask.destroy();
    }
  }
}

async function printsIn({ state, printers }: Saving): Promise<(page: Page) => readonly Print[]> {
  const all = await Promise.all(printers.flatMap(({ loadPrints }) => (loadPrints ? [loadPrints()] : [])));
  const now = state();
  return (page) => all.flatMap((printsOf) => printsOf(now, page.id));
}

/** A file that is shown on a page; undefined when it cannot be loaded: the rest is saved without it. */
function roomFile({ fetchFile }: Saving, id: FileId): Promise<Blob | undefined> {
  return fetchFile(id).catch(() => undefined);
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** A picture in a format for PDF: WebP is converted. */
async function pdfBytes(file: Blob): Promise<Uint8Array> {
  if (file.type !== 'image/webp') return bytesOf(file);
  const picture = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  picture.close();
  return bytesOf(await toPng(canvas));
}

function toPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))), 'image/png');
  });
}
