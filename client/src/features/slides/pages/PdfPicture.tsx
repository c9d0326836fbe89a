import { numberOf, type Page, pageWidth, type Presentation, type View } from '@plenum/shared/features/slides/contract';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../../../app/session.ts';
import type { Size } from '../../../ui/useSize.ts';
import { Library } from './library.ts';
import { PageState } from './PageState.tsx';
import type { Painting, PdfDocument } from './pdf.ts';
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
  return (
    <>
      {soft && (
        <Placed region={whole} view={view}>
          <Canvas canvas={soft.canvas} />
        </Placed>
      )}
      {fine && (
        <Placed region={fine.region} view={view}>
          <Canvas canvas={fine.canvas} />
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

interface Painted {
  readonly canvas: HTMLCanvasElement;
  readonly region: View;
}

/** While the view moves, painting waits for this long, in ms. */
const stillMs = 60;

/** The last finished picture; a newer one replaces it when it is done. */
function usePainting({ document, page, region, pixels }: Wanted): Painted | undefined {
  const [painted, setPainted] = useState<Painted>();
  const { id } = page;
  const { x, y, width, height } = region;
  useEffect(() => {
    if (pixels < 1) return undefined;
    let painting: Painting | undefined;
    let over = false;
    const start = async () => {
      const [pdf, sheet] = await Promise.all([import('./pdf.ts'), document.getPage(numberOf(id))]);
      if (over) return;
      const wanted = { x, y, width, height };
      painting = pdf.paint(sheet, pageWidth, wanted, pixels);
      const canvas = await painting.ready;
      if (canvas && !over) setPainted({ canvas, region: wanted });
    };
    // A page that cannot be painted stays white: other pages still work, and screen readers still get its text.
    const timer = setTimeout(() => void start().catch(() => undefined), stillMs);
    return () => {
      over = true;
      clearTimeout(timer);
      painting?.cancel();
    };
  }, [document, id, x, y, width, height, pixels]);
  return painted;
}

/** Shows a canvas that was painted elsewhere. */
function Canvas({ canvas }: { readonly canvas: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(canvas);
  }, [canvas]);
  return <div ref={place} className="size-full" />;
}
