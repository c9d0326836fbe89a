import { AppError } from '@plenum/shared/core/errors';
import { type PageId, type Presentation, publicly, type slides } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { Context } from '../../room/serve.ts';

export type SlidesContext = Context<typeof slides>;

/** @throws AppError `full` when the room has as many presentations as it may have */
export function requireRoom({ state }: SlidesContext): void {
  if (state.presentations.length >= slidesLimits.presentationsPerRoom) {
    throw new AppError('full', 'This room has as many presentations as it may have. Remove one first.');
  }
}

/** Adds a presentation for all members. The original file, if there is one, goes to the log alone. */
export function addPresentation(context: SlidesContext, presentation: Presentation): void {
  context.emit('added', publicly(presentation));
  const { id, original } = presentation;
  if (original?.file !== undefined) context.emit('kept', { presentation: id, file: original.file }, { to: [] });
}

/** Puts a page on everybody's stage; without one, the stage is empty. */
export function turn(context: SlidesContext, page: PageId | undefined): void {
  if (context.state.current !== page) context.emit('turned', { ...(page !== undefined && { page }) });
}
