import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
// oxlint-disable-next-line import/default -- Vite makes this an address.
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { pdfFolder } from 'virtual:pdf-folder';
import type { View } from '@plenum/shared/features/slides/contract';

/** The only importer of pdf.js; loaded with the first page of a PDF. */
GlobalWorkerOptions.workerSrc = workerUrl;

export type PdfDocument = PDFDocumentProxy;
export type PdfPage = PDFPageProxy;

/** Embedded pictures with more pixels are left out: they would exhaust the browser's memory. */
const mostPixels = 60_000_000;

/** Opens a PDF. Fonts, character maps and decoders come from our own origin; scripts in it are not run. */
export async function openPdf(file: Blob): Promise<PdfDocument> {
  const folder = new URL(pdfFolder, location.href).href;
  return getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    cMapUrl: `${folder}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${folder}standard_fonts/`,
    wasmUrl: `${folder}wasm/`,
    iccUrl: `${folder}iccs/`,
    maxImageSize: mostPixels,
    enableXfa: false,
  }).promise;
}

/** The picture of a part of a page. `ready` resolves with undefined when it is cancelled. */
export interface Painting {
  readonly ready: Promise<HTMLCanvasElement | undefined>;
  readonly cancel: () => void;
}

/** Paints `region` of the page, in page units, with a width of `pixels`. */
export function paint(page: PdfPage, unitsAcross: number, region: View, pixels: number): Painting {
  const perUnit = pixels / region.width;
  const { width } = page.getViewport({ scale: 1 });
  const scale = (unitsAcross / width) * perUnit;
  const viewport = page.getViewport({ scale, offsetX: -region.x * perUnit, offsetY: -region.y * perUnit });
  const canvas = document.createElement('canvas');
  canvas.className = 'block size-full';
  // Screen readers get the text beside the canvas.
  canvas.setAttribute('aria-hidden', 'true');
  canvas.width = Math.max(1, Math.round(pixels));
  canvas.height = Math.max(1, Math.round(region.height * perUnit));
  const task = page.render({ canvas, viewport });
  const ready = task.promise.then(
    () => canvas,
    (error: unknown) => {
      if (error instanceof Error && error.name === 'RenderingCancelledException') return undefined;
      throw error;
    },
  );
  return { ready, cancel: () => task.cancel() };
}

/** The lines of text on a page, in the order of the file. */
export async function linesOf(page: PdfPage): Promise<readonly string[]> {
  const { items } = await page.getTextContent();
  let text = '';
  for (const item of items) if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
