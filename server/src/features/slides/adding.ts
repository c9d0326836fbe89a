import { type Presentation, publicly, type slides } from '@plenum/shared/features/slides/contract';
import type { Context } from '../../room/serve.ts';

/** Adds a presentation for all members. The original file, if there is one, goes to the log alone. */
export function addPresentation(context: Context<typeof slides>, presentation: Presentation): void {
  context.emit('added', publicly(presentation));
  const { id, original } = presentation;
  if (original?.file !== undefined) context.emit('kept', { presentation: id, file: original.file }, { to: [] });
}
