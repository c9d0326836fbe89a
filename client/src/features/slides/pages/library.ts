import type { Presentation } from '@plenum/shared/features/slides/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { fetchPresented } from '../files.ts';
import type { PdfDocument } from './pdf.ts';

/** A file that is loading. `part` is from 0 to 1. */
export type Loading<T> =
  | { readonly state: 'loading'; readonly part: number }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed' };

interface Kept<T> {
  readonly store: StoreApi<Loading<T>>;
  readonly close: () => void;
  readonly retry: () => void;
}

/** Most documents and pictures that stay open; the least recently used go first. */
const mostDocuments = 2;
const mostPictures = 12;

/** The open presentation files of this person. */
export class Library {
  readonly #session: MeetingSession;
  readonly #documents = new Shelf<PdfDocument>(mostDocuments);
  readonly #pictures = new Shelf<string>(mostPictures);

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  static readonly of = perSession((session: MeetingSession) => new Library(session));

  /** The PDF of a presentation. */
  document({ id }: Presentation): StoreApi<Loading<PdfDocument>> {
    return this.#documents.take(id, async (onProgress, signal) => {
      const [pdf, file] = await Promise.all([
        import('./pdf.ts'),
        fetchPresented({ pass: this.#session.pass, presentation: id, part: 'file', onProgress, signal }),
      ]);
      const document = await pdf.openPdf(file);
      return { value: document, close: () => void document.loadingTask.destroy() };
    });
  }

  /** The object URL of a picture page. */
  picture({ id }: Presentation, number: number): StoreApi<Loading<string>> {
    return this.#pictures.take(`${id}.${number}`, async (onProgress, signal) => {
      const file = await fetchPresented({
        pass: this.#session.pass,
        presentation: id,
        part: String(number),
        onProgress,
        signal,
      });
      const value = URL.createObjectURL(file);
      return { value, close: () => URL.revokeObjectURL(value) };
    });
  }

  /** Loads a failed file again. */
  retry(key: string): void {
    this.#documents.retry(key);
    this.#pictures.retry(key);
  }
}

type Load<T> = (
  onProgress: (part: number) => void,
  signal: AbortSignal,
) => Promise<{ readonly value: T; readonly close: () => void }>;

/** A cache of things that are expensive to open, with least recently used ones dropped first. */
class Shelf<T> {
  readonly #most: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(most: number) {
    this.#most = most;
  }

  take(key: string, load: Load<T>): StoreApi<Loading<T>> {
    const kept = this.#kept.get(key) ?? open(load);
    // Moves the entry to the end of the order.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) {
      this.#kept.get(oldest)?.close();
      this.#kept.delete(oldest);
    }
    return kept.store;
  }

  retry(key: string): void {
    this.#kept.get(key)?.retry();
  }
}

function open<T>(load: Load<T>): Kept<T> {
  const store = createStore<Loading<T>>(() => ({ state: 'loading', part: 0 }));
  const gone = new AbortController();
  let close = () => gone.abort();
  const start = async () => {
    store.setState({ state: 'loading', part: 0 }, true);
    try {
      const onProgress = (part: number) => store.setState({ state: 'loading', part }, true);
      const loaded = await load(onProgress, gone.signal);
      if (gone.signal.aborted) return loaded.close();
      close = loaded.close;
      store.setState({ state: 'ready', value: loaded.value }, true);
    } catch {
      store.setState({ state: 'failed' }, true);
    }
  };
  aside(start());
  return { store, close: () => close(), retry: () => void start() };
}
