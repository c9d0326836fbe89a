import '../../core/jitless.ts';
import * as z from 'zod/mini';

/** A ballot paper over a reload: asked for, stamped, or used. */
const Kept = z.union([
  z.strictObject({ serial: z.string(), blind: z.string(), blinded: z.string() }),
  z.strictObject({ serial: z.string(), stamp: z.string() }),
  z.strictObject({ cast: z.literal(true) }),
]);
export type Kept = z.infer<typeof Kept>;

/**
 * Whose paper it is, and of what. While it waits for its stamp it is the window's, as the seat that asked for it is; then
 * it is the browser's, which has one paper in however many windows, and outlives them.
 */
export interface Place {
  readonly room: string;
  readonly poll: string;
  readonly member: string;
}

/** What this browser has of one poll, or this window. */
export function loadPaper(place: Place): Kept | undefined {
  return read(() => localStorage, keyOf(place)) ?? read(() => sessionStorage, windowKeyOf(place));
}

/** Keeps it, in place of what was there. */
export function savePaper(place: Place, kept: Kept): void {
  try {
    if ('blind' in kept) return sessionStorage.setItem(windowKeyOf(place), JSON.stringify(kept));
    localStorage.setItem(keyOf(place), JSON.stringify(kept));
    sessionStorage.removeItem(windowKeyOf(place));
  } catch {
    // A full or forbidden storage costs the paper at a reload, nothing now.
  }
}

/** Forgets it: the poll takes no ballots any more. */
export function removePaper(place: Place): void {
  try {
    localStorage.removeItem(keyOf(place));
    sessionStorage.removeItem(windowKeyOf(place));
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

/** Where papers of before they were a browser's are, too. */
function windowKeyOf({ member, poll }: Place): string {
  return `${prefix}${member}.${poll}`;
}

function read(storage: () => Storage, key: string): Kept | undefined {
  try {
    return z.safeParse(Kept, JSON.parse(storage().getItem(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
