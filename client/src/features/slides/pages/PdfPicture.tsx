import { numberOf, type Page, pageWidth, type Presentation, type View } from '@plenum/shared/features/slides/contract';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import type { Size } from '../../../ui/useSize.ts';
import { Library } from './library.ts';
import { PageFailed, PageState } from './PageState.tsx';
import { Painter } from './Painter.ts';
import type { PdfDocument } from './pdf.ts';
import { Placed } from './Placed.tsx';
import { wholeOf } from '../stage/view.ts';

interface Props {
  readonly presentation: Presentation;
  readonly page: Page;
  readonly view: View;
  /** The box that the view fills, in CSS px. */
  readonly box: Size;
}

/** A page of a PDF: the whole page at low resolution, then the visible part at the screen's resolution. */
export function PdfPicture({ presentation, page, view, box }: Props) {
  const document = useStore(Library.of(useSession()).document(presentation));
  if (document.state !== 'ready') {
    return <PageState loading={document} retryKey={presentation.id} />;
  }
  return <PaintedPage key={page.id} document={document.value} page={page} view={view} box={box} />;
}

/** Width of the low-resolution picture, in px. */
const softPixels = 640;
/** Widest canvas that all browsers accept, in px. */
const mostPixels = 8_192;

function PaintedPage({ document, page, view, box }: Omit<Props, 'presentation'> & { readonly document: PdfDocument }) {
  const sharp = Math.min(mostPixels, Math.round(box.width * devicePixelRatio));
  const whole = wholeOf(page);
  const soft = usePainting({ document, page, region: whole, pixels: sharp > softPixels ? softPixels : 0 });
  const fine = usePainting({ document, page, region: view, pixels: sharp });
  if (!soft.painted && !fine.painted && (soft.hasFailed || fine.hasFailed)) {
    return (
      <PageFailed
        retry={() => {
          soft.retry();
          fine.retry();
        }}
      />
    );
  }
  return (
    <>
      {soft.painted && (
        <Placed region={soft.painted.region} view={view}>
          <Canvas canvas={soft.painted.canvas} />
        </Placed>
      )}
      {fine.painted && (
        <Placed region={fine.painted.region} view={view}>
          <Canvas canvas={fine.painted.canvas} />
        </Placed>
      )}
    </>
  );
}

interface Wanted {
  readonly document: PdfDocument;
  readonly page: Page;
  readonly region: View;
  readonly pixels: number;
}

/** The last finished picture of a part of the page. */
function usePainting({ document, page, region, pixels }: Wanted) {
  const { id } = page;
  const { x, y, width, height } = region;
  // The page and its document stay the same while this is shown.
  const [painter] = useState(
    () =>
      new Painter(async (wanted) => {
        const [pdf, sheet] = await Promise.all([import('./pdf.ts'), document.getPage(numberOf(id))]);
        return pdf.paint(sheet, pageWidth, wanted.region, wanted.pixels);
      }),
  );
  useEffect(() => {
    if (pixels >= 1) painter.want({ region: { x, y, width, height }, pixels });
  }, [painter, x, y, width, height, pixels]);
  useEffect(() => () => painter.close(), [painter]);
  const seen = useStore(painter.seen);
  return { ...seen, retry: () => painter.retry() };
}

/** Shows a canvas that was painted elsewhere. */
function Canvas({ canvas }: { readonly canvas: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(canvas);
  }, [canvas]);
  return <div ref={place} className="size-full" />;
}
