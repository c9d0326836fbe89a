import { type PageId, slides, type View } from '@plenum/shared/features/slides/contract';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { type Look, slideDeskOf } from './desk.ts';

/** Between two places that are told on the way, in ms. */
const stepMs = 90;
/** After so long without a movement one has come to rest. */
const restMs = 250;
/** A movement of which nothing more is heard is over. */
const forgottenMs = 1_500;

/** Takes everybody along while this person moves over the page: volatile on the way, durable where it ends. */
export class Lead {
  readonly #session: MeetingSession;
  #toldAt = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  static readonly of = perSession((session: MeetingSession) => new Lead(session));

  /** True while a movement of this person is not written down yet. */
  get isMoving(): boolean {
    return this.#rest !== undefined;
  }

  /** Looks at a part of the page that everybody sees. */
  look(page: PageId, view: View): void {
    const desk = slideDeskOf(this.#session);
    desk.setState({ moving: { page, view } });
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#come({ page, view }), restMs);
    const now = performance.now();
    if (now - this.#toldAt < stepMs) return;
    this.#toldAt = now;
    // What is lost on the way is made good by where it ends.
    this.#session.send(slides, 'pan', { page, view }).catch(() => undefined);
  }

  async #come({ page, view }: Look): Promise<void> {
    try {
      await this.#session.send(slides, 'look', { page, ...(view && { view }) });
    } catch {
      // The page was turned meanwhile, or the right is gone: what all see is what counts.
    } finally {
      this.#rest = undefined;
      slideDeskOf(this.#session).setState({ moving: undefined });
    }
  }
}

/** Follows the movements of whoever presents; the answer stops it. */
export function followPans(session: MeetingSession): () => void {
  const desk = slideDeskOf(session);
  let over: ReturnType<typeof setTimeout> | undefined;
  const settle = () => {
    clearTimeout(over);
    if (!Lead.of(session).isMoving && desk.getState().moving) desk.setState({ moving: undefined });
  };
  const stopHearing = session.onVolatile(slides, 'panned', ({ page, view, by }) => {
    const state = session.store.getState();
    if (by === state.me.id || stateOf(state, slides).current !== page) return;
    desk.setState({ moving: { page, view } });
    clearTimeout(over);
    over = setTimeout(settle, forgottenMs);
  });
  let before = stateOf(session.store.getState(), slides);
  const stopReading = session.store.subscribe((state) => {
    const now = stateOf(state, slides);
    if (now.current !== before.current || now.view !== before.view) settle();
    before = now;
  });
  return () => {
    stopHearing();
    stopReading();
    clearTimeout(over);
  };
}
