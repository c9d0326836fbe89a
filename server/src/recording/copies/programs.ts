import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CopyKind, CopyLack } from '@plenum/shared/api/recording/copies';
import { findShield } from '../../conversion/shielded.ts';

/** What an operator says about files that are made of recordings. */
export interface CopySettings {
  /** False: this server makes none. */
  readonly copies: boolean;
  /** The path of Chromium; undefined: it is looked for. */
  readonly chromium?: string | undefined;
}

/** The programs with which copies are made, and why there are none of some kinds. */
export interface CopyPrograms {
  readonly chromium: string;
  readonly ffmpeg: string;
  readonly lacks: Readonly<Partial<Record<CopyKind, CopyLack>>>;
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function findProgram(names: readonly string[], path: string): string | undefined {
  const places = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return places.find(mayRun);
}

function mayRun(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Looks for the programs that make copies. Chromium runs in a sandbox or not at all: it shows what strangers uploaded. */
export async function findCopyPrograms(
  { copies, chromium: given }: CopySettings,
  path: string = process.env['PATH'] ?? '',
): Promise<CopyPrograms> {
  const chromium = given === undefined ? findProgram(browsers, path) : [given].find(mayRun);
  const ffmpeg = findProgram(['ffmpeg'], path);
  const found = { chromium: chromium ?? '', ffmpeg: ffmpeg ?? '' };
  const none = (why: CopyLack) => ({ ...found, lacks: { webm: why, mp4: why, m4a: why, mp3: why } });
  if (!copies) return none('off');
  if (chromium === undefined) return none('browser');
  if ((await findShield()) !== 'whole') return none('sandbox');
  return { ...found, lacks: ffmpeg === undefined ? { mp4: 'ffmpeg', m4a: 'ffmpeg', mp3: 'ffmpeg' } : {} };
}
