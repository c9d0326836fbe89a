import { isCutOff } from '@plenum/shared/core/cutOff';
import type { TFunction } from 'i18next';

/** What is wrong with a file itself: the browser cannot read it, or its picture ends in the middle. */
export type FileTrouble = 'unreadable' | 'cut';

/** Pictures are read as a whole; of any other file this many bytes are enough. */
const tryBytes = 16;
const picture = /^image\//;

/** Looks into a file on this device. Never throws. */
export async function fileTroubleOf(file: Blob): Promise<FileTrouble | undefined> {
  try {
    const part = picture.test(file.type) ? file : file.slice(0, tryBytes);
    const bytes = new Uint8Array(await part.arrayBuffer());
    return part === file && isCutOff(bytes) ? 'cut' : undefined;
  } catch {
    // The file was moved, deleted or changed, or lies on a drive that is away.
    return 'unreadable';
  }
}

/** Says what is wrong with the file, and what to do. */
export function wordsOfTrouble(t: TFunction, trouble: FileTrouble, name: string): string {
  return trouble === 'cut' ? t('app.file.cut', { name }) : t('app.file.unreadable', { name });
}
