import * as z from 'zod/mini';
import type { StateOf } from '@plenum/shared/core/contract';
import { filesOf, findPage, PageId, Presentation, type slides } from '@plenum/shared/features/slides/contract';
import type { Brought } from '../../room/family.ts';
import type { Context } from '../../room/serve.ts';
import { addPresentation } from './adding.ts';

const Shown = z.object({ presentation: Presentation, page: PageId });

/**
 * Returns what a child room gets of the stage when it opens: the current page (`page`) or its presentation (`all`).
 * The original file goes along only when all members may save it, because in a child all members may upload and thus
 * save.
 */
export function brings({ presentations, current }: StateOf<typeof slides>, what: string): Brought | undefined {
  const shown = findPage(presentations, current);
  if (!shown) return undefined;
  const { presentation, page } = shown;
  const { original: _kept, ...shownAlone } = presentation;
  const whole: Presentation = presentation.download === true ? presentation : shownAlone;
  const taken: Presentation = what === 'page' ? { ...shownAlone, pages: [page] } : whole;
  return { fact: { presentation: taken, page: page.id } satisfies z.infer<typeof Shown>, files: filesOf(taken) };
}

/** Shows the parent's page in this child, without its drawings. */
export function onBrought(context: Context<typeof slides>, fact: unknown): void {
  const { presentation, page } = Shown.parse(fact);
  if (context.state.presentations.some(({ id }) => id === presentation.id)) return;
  addPresentation(context, presentation);
  context.emit('turned', { page });
}
