import { type Presentation, publicly, type slides } from '@plenum/shared/features/slides/contract';
import type { Context } from '../../room/serve.ts';

/** Tells everybody of a presentation. The file that was uploaded, when it is another than the pages, is told to nobody. */
export function addPresentation(context: Context<typeof slides>, presentation: Presentation): void {
  context.emit('added', publicly(presentation));
  const { id, original } = presentation;
  if (original?.file !== undefined) context.emit('kept', { presentation: id, file: original.file }, { to: [] });
}
