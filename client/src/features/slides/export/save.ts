import { AppError } from '@plenum/shared/core/errors';
import type { Presentation } from '@plenum/shared/features/slides/contract';
import type { MeetingSession } from '../../../app/session.ts';
import { wordsOfCode } from '../../../app/errorWords.ts';
import { words } from '../../../i18n/i18n.ts';
import { saveBlob } from '../../../ui/saveFile.ts';
import { showToast } from '../../../ui/toasts.ts';
import { fetchPresented } from '../files.ts';

/** Makes a file and lets the browser save it; a failure becomes a toast. */
export async function save(name: string, make: () => Promise<Blob>): Promise<void> {
  try {
    saveBlob(name, await make());
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    showToast({ tone: 'warning', words: words.t(code ? wordsOfCode[code] : 'slides.saveFailed') });
  }
}

/** Saves the file of a presentation as it was uploaded. */
export function saveOriginal(session: MeetingSession, { id, name, original }: Presentation): Promise<void> {
  const file = () => fetchPresented({ pass: session.pass, presentation: id, part: 'original' });
  return save(`${name}.${original?.extension ?? 'pdf'}`, file);
}
