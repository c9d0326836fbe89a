import {
  findPage,
  type Page,
  type PageId,
  type Presentation,
  slides,
  type View,
} from '@plenum/shared/features/slides/contract';
import { useSession } from '../../../app/session.ts';
import { useAsk } from '../../../app/useAsk.ts';
import { slideDeskOf } from '../desk.ts';
import { Lead } from '../Lead.ts';
import { useSlideDesk, useSlideRights, useSlides } from '../useSlides.ts';
import { isWhole, wholeOf } from './view.ts';

/** This person's view of the slides, and functions that change it. */
export interface Looking {
  readonly presentation: Presentation;
  readonly page: Page;
  /** Index of the page in its presentation, from 0. */
  readonly index: number;
  readonly view: View;
  /** `own`: a view of one's own. `led`: the common view. `leading`: this person's view is the common one. */
  readonly mode: 'own' | 'led' | 'leading';
  /** False when there is no common view any more. */
  readonly canJoin: boolean;
  readonly turn: (page: PageId) => void;
  readonly look: (view: View) => void;
  /** Starts a view of one's own. */
  readonly leave: () => void;
  /** Returns to the common view. */
  readonly join: () => void;
}

/** This person's view of the slides; undefined without a page on the stage. */
export function useLook(): Looking | undefined {
  const session = useSession();
  const ask = useAsk();
  const { presentations, current, view: shared } = useSlides();
  const { own, moving } = useSlideDesk();
  const { shows } = useSlideRights();
  const desk = slideDeskOf(session);
  const mine = findPage(presentations, own?.page);
  const found = mine ?? findPage(presentations, current);
  if (!found || current === undefined) return undefined;
  const { page } = found;
  const mode = mine ? 'own' : shows ? 'leading' : 'led';
  const seen = mine ? own?.view : moving?.page === page.id ? moving.view : shared;
  const alone = (id: PageId, view?: View) => desk.setState({ own: { page: id, view } });
  return {
    ...found,
    view: seen ?? wholeOf(page),
    mode,
    canJoin: mine !== undefined,
    turn: (id) => (mode === 'leading' ? void ask(slides, 'turn', { page: id }) : alone(id)),
    look(view) {
      if (mode === 'leading') Lead.of(session).look(page.id, view);
      else alone(page.id, isWhole(page, view) ? undefined : view);
    },
    leave: () => alone(page.id, seen),
    join: () => desk.setState({ own: undefined }),
  };
}
