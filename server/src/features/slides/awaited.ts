import { AppError } from '@plenum/shared/core/errors';
import type { AwaitedDocument, Presentation, PresentationId } from '@plenum/shared/features/slides/contract';
import { slidesLimits } from '@plenum/shared/features/slides/limits';
import type { MissReason } from '@plenum/shared/features/slides/refusals';
import { addPresentation, requireRoom, type SlidesContext, turn } from './adding.ts';

/** What became of documents that the program of the meeting sends. They have no member as author (decision 0201). */
export type ProgramDocument =
  | {
      /** Documents on their way, and those that will not come, with the reason. */
      readonly expected: readonly AwaitedDocument[];
    }
  | { readonly missed: PresentationId; readonly reason: MissReason }
  | {
      /** The id under which the document was expected. */
      readonly arrived: PresentationId;
      readonly presentation: Presentation;
      /** Whether it takes the stage from another page; it goes on an empty stage in any case. */
      readonly takesStage: boolean;
    };

type Expected = Extract<ProgramDocument, { expected: unknown }>;
type Missed = Extract<ProgramDocument, { missed: unknown }>;
type Arrived = Extract<ProgramDocument, { arrived: unknown }>;

/** @throws AppError `full` when too many documents are on their way; notes about missed ones make room first */
export function expect(context: SlidesContext, { expected }: Expected): void {
  const over = () => (context.state.awaited?.length ?? 0) + expected.length - slidesLimits.documentNotes;
  for (const { id, reason } of context.state.awaited ?? []) {
    if (reason !== undefined && over() > 0) context.emit('dismissed', { document: id });
  }
  if (over() > 0) throw new AppError('full', 'This room waits for as many documents as it may.');
  for (const one of expected) context.emit('expected', one);
}

export function miss(context: SlidesContext, { missed, reason }: Missed): void {
  if (context.state.awaited?.some(({ id }) => id === missed)) context.emit('missed', { document: missed, reason });
}

/** @throws AppError `full` when the room has as many presentations as it may have */
export function arrive(context: SlidesContext, { arrived, presentation, takesStage }: Arrived): void {
  requireRoom(context);
  addPresentation(context, presentation);
  if (context.state.awaited?.some(({ id }) => id === arrived)) context.emit('dismissed', { document: arrived });
  const [first] = presentation.pages;
  if (first && (takesStage || context.state.current === undefined)) turn(context, first.id);
}

/** After a start of the server nothing is on its way any more. */
export function missAll(context: SlidesContext): void {
  for (const { id, reason } of context.state.awaited ?? []) {
    if (reason === undefined) context.emit('missed', { document: id, reason: 'interrupted' });
  }
}
