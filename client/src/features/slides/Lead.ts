import { type PageId, slides, type View } from '@plenum/shared/features/slides/contract';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { type Look, slideDeskOf } from './desk.ts';

/** Shortest time between two volatile pans, in ms. */
const stepMs = 90;
/** After this time without a movement the pan has ended, in ms. */
const restMs = 250;
/** A movement without further news ends after this time, in ms. */
const forgottenMs = 1_500;

/** Sends this person's movements over the page to all members: volatile on the way, durable at the end. */
export class Lead {
  readonly #session: MeetingSession;
  #toldAt = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  static readonly of = perSession((session: MeetingSession) => new Lead(session));

  /** True while a movement of this person is not committed. */
  get isMoving(): boolean {
    return this.#rest !== undefined;
  }

  /** Shows all members this part of the page. */
  look(page: PageId, view: View): void {
    const desk = slideDeskOf(this.#session);
    desk.setState({ moving: { page, view } });
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#come({ page, view }), restMs);
    const now = performance.now();
    if (now - this.#toldAt < stepMs) return;
    this.#toldAt = now;
    // A lost volatile pan is harmless: the durable one at the end corrects it.
    this.#session.send(slides, 'pan', { page, view }).catch(() => undefined);
  }

  async #come({ page, view }: Look): Promise<void> {
    try {
      await this.#session.send(slides, 'look', { page, ...(view && { view }) });
    } catch {
      // The page was turned meanwhile, or the right is gone: the common page counts.
    } finally {
      this.#rest = undefined;
      slideDeskOf(this.#session).setState({ moving: undefined });
    }
  }
}

/** Follows the presenter's movements; the returned function stops it. */
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
