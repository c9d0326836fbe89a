import type { Presentation } from '@plenum/shared/features/slides/contract';
import type { MeetingSession } from '../../app/session.ts';
import { codeOf, wordsOfCode } from '../../app/errorWords.ts';
import { words } from '../../i18n/i18n.ts';
import { showToast } from '../../ui/toasts.ts';
import { fetchFile } from './files.ts';

/** Has the browser keep a file under a name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name.replaceAll(/[/\\:*?"<>|]/g, '_');
  link.click();
  // The browser takes the address up when it gets to it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Saves the file of a presentation as it was uploaded. */
export async function saveOriginal(session: MeetingSession, { id, name, original }: Presentation): Promise<void> {
  try {
    const { room } = session.store.getState();
    const file = await fetchFile({ room: room.id, presentation: id, part: 'original' });
    saveFile(file, `${name}.${original?.extension ?? 'pdf'}`);
  } catch (error) {
    showToast({ tone: 'warning', words: words.t(wordsOfCode[codeOf(error)]) });
  }
}
