import { linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CaptionTrack, type Cue, cuesOf, vttOf } from '@plenum/shared/api/recording/captions';
import type { RecordingFiles } from './files/RecordingFiles.ts';
import { captionsFolder, captionsIn, type IndexLine, isSameTrack, type RecordingFolder } from './RecordingFolder.ts';

/** What is taken out of a recording, in ms of its clock. */
interface Gone {
  readonly from: number;
  readonly until: number;
}

/** Writes cues into a file, encrypted where the recording's files are. @returns the bytes of its text */
function writeCues(files: RecordingFiles, path: string, cues: readonly Cue[]): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A crash before the line of the index leaves a file that no line names.
  rmSync(path, { force: true });
  const text = Buffer.from(vttOf(cues));
  const file = files.create(path);
  try {
    file.append(text);
    file.complete();
  } finally {
    file.close();
  }
  return text.length;
}

/** Writes a file of captions, which takes the place of those of the same kind and language. */
export async function writeCaptions(
  folder: RecordingFolder,
  track: Omit<CaptionTrack, 'file' | 'bytes'>,
  cues: readonly Cue[],
): Promise<void> {
  const index = await folder.index();
  const numbers = index.flatMap((line) => (line.is === 'captions' ? [Number.parseInt(line.file, 10)] : []));
  const file = `${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}.vtt`;
  const bytes = writeCues(folder.files, folder.captions(file), cues);
  folder.append({ is: 'captions', file, ...track, bytes });
  for (const old of captionsIn(index)) if (isSameTrack(old, track)) rmSync(folder.captions(old.file), { force: true });
}

/** Erases a file of captions. */
export function eraseCaptions(folder: RecordingFolder, file: string): void {
  folder.append({ is: 'noCaptions', file });
  rmSync(folder.captions(file), { force: true });
}

/** The cues after cuts. What was shown in a part of a cut may be words that were said in it, and goes with it. */
function cutCues(cues: readonly Cue[], cuts: readonly Gone[]): Cue[] {
  return cues.flatMap((cue) => {
    if (cuts.some(({ from, until }) => cue.from < until && cue.to > from)) return [];
    const gone = cuts.reduce((sum, { from, until }) => sum + (until <= cue.from ? until - from : 0), 0);
    return [{ ...cue, from: cue.from - gone, to: cue.to - gone }];
  });
}

/** Writes what cuts leave of captions into the new folder of the recording. @returns the lines of its index */
export async function captionsAfterCut(
  folder: RecordingFolder,
  tracks: readonly CaptionTrack[],
  { target, cuts }: { readonly target: string; readonly cuts: readonly Gone[] },
): Promise<IndexLine[]> {
  const lines: IndexLine[] = [];
  for (const track of tracks) {
    const cues = cutCues(cuesOf(await folder.files.text(folder.captions(track.file))), cuts);
    if (cues.length === 0) continue;
    const bytes = writeCues(folder.files, join(target, captionsFolder, track.file), cues);
    lines.push({ is: 'captions', ...track, bytes });
  }
  return lines;
}

/** Puts the same files of captions into the new folder of the recording. @returns the lines of its index */
export function captionsAsBefore(
  folder: RecordingFolder,
  tracks: readonly CaptionTrack[],
  target: string,
): IndexLine[] {
  if (tracks.length > 0) mkdirSync(join(target, captionsFolder), { recursive: true, mode: 0o700 });
  return tracks.map((track) => {
    linkSync(folder.captions(track.file), join(target, captionsFolder, track.file));
    return { is: 'captions', ...track };
  });
}
