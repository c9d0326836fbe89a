import { AppError } from '@plenum/shared/core/errors';
import { type Page, type Presentation, slides } from '@plenum/shared/features/slides/contract';
import type { Keep, RoomKept } from '../../app/keeps.ts';
import { stateOf } from '../../core/store.ts';
import { words } from '../../i18n/i18n.ts';

/** Every presentation of a room with its drawings. */
export function keepsOf(room: RoomKept): readonly Keep[] {
  return stateOf(room, slides).presentations.map((presentation) => {
    const label = words.t('slides.withDrawings', { name: presentation.name });
    return { key: `slides ${presentation.id}`, label, file: `${label}.pdf`, make: () => drawn(room, presentation) };
  });
}

async function drawn(room: RoomKept, presentation: Presentation): Promise<Blob> {
  const { annotatedPdf } = await import('./export/saving.ts');
  const fetchPart = async (part: 'file' | Page) => {
    const file = part === 'file' ? presentation.file : part.picture;
    if (file === undefined) throw new AppError('notFound', 'This page has no file.');
    return room.fetchFile(file);
  };
  const { printers, fetchFile } = room;
  return annotatedPdf({ state: () => room, printers, presentation, fetchPart, fetchFile });
}
