import { numberOf, type Page, type Presentation } from '@plenum/shared/features/slides/contract';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useSession } from '../../../app/session.ts';
import { Library, type Loading } from './library.ts';
import type { PdfDocument } from './pdf.ts';

/** Lines read from a page; a page with more is no slide. */
const mostLines = 400;
const nothing = createStore<Loading<PdfDocument>>(() => ({ state: 'loading', part: 0 }));

/** The lines of text on a page; undefined until they are loaded, and for pages without text. */
export function useWords(presentation: Presentation, page: Page): readonly string[] | undefined {
  const library = Library.of(useSession());
  const isPdf = presentation.kind === 'pdf' && !page.blank;
  const document = useStore(isPdf ? library.document(presentation) : nothing);
  const [read, setRead] = useState<{ readonly page: string; readonly lines: readonly string[] }>();
  const pdf = document.state === 'ready' ? document.value : undefined;
  const { id } = page;
  useEffect(() => {
    let over = false;
    const start = async () => {
      if (!pdf) return;
      const [{ linesOf }, sheet] = await Promise.all([import('./pdf.ts'), pdf.getPage(numberOf(id))]);
      const lines = (await linesOf(sheet)).slice(0, mostLines);
      if (!over) setRead({ page: id, lines });
    };
    // A page with unreadable text is treated as a picture.
    void start().catch(() => undefined);
    return () => void (over = true);
  }, [pdf, id]);
  return read?.page === id ? read.lines : undefined;
}
