import '../../core/jitless.ts';
import * as z from 'zod/mini';

/** A ballot paper over a reload: asked for, stamped, or used. */
const Kept = z.union([
  z.strictObject({ serial: z.string(), blind: z.string(), blinded: z.string() }),
  z.strictObject({ serial: z.string(), stamp: z.string() }),
  z.strictObject({ cast: z.literal(true) }),
]);
export type Kept = z.infer<typeof Kept>;

/** Where a paper is kept. A browser has one paper a poll, whichever window it is open in, and the paper outlives windows. */
export interface Place {
  readonly room: string;
  readonly poll: string;
}

/** What this browser has of one poll. */
export function loadPaper(place: Place): Kept | undefined {
  return read(() => localStorage, keyOf(place));
}

/** What this window had of a poll that was opened before papers were a browser's. */
export function loadOldPaper(member: string, poll: string): Kept | undefined {
  return read(() => sessionStorage, `plenum.ballot.${member}.${poll}`);
}

/** Keeps it, in place of what was there. */
export function savePaper(place: Place, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(place), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage costs the paper at a reload, nothing now.
  }
}

/** Forgets it: the poll takes no ballots any more. */
export function removePaper(place: Place): void {
  try {
    localStorage.removeItem(keyOf(place));
  } catch {
    // Then nothing was kept either.
  }
}

/** Calls back when another window has changed any paper; the answer ends it. */
export function onPapersChanged(callback: () => void): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(prefix)) callback();
  };
  globalThis.addEventListener('storage', hear);
  return () => globalThis.removeEventListener('storage', hear);
}

const prefix = 'plenum.ballot.';

function keyOf({ room, poll }: Place): string {
  return `${prefix}${room}.${poll}`;
}

function read(storage: () => Storage, key: string): Kept | undefined {
  try {
    return z.safeParse(Kept, JSON.parse(storage().getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
