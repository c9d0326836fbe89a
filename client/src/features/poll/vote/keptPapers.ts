import '../../../core/jitless.ts';
import * as z from 'zod/mini';
import { browserStorage, type KeptStrings, tabStorage } from '../../../core/storage.ts';

/** A ballot paper that survives a reload: requested, stamped, or used. */
const Kept = z.union([
  z.strictObject({ serial: z.string(), blind: z.string(), blinded: z.string() }),
  z.strictObject({ serial: z.string(), stamp: z.string() }),
  z.strictObject({ cast: z.literal(true) }),
]);
export type Kept = z.infer<typeof Kept>;

/**
 * The owner of a paper and its poll. A paper that waits for its stamp belongs to the window, as the seat that asked for it does. A
 * stamped paper belongs to the browser: all windows share the one paper, and it outlives them.
 */
export interface Place {
  readonly room: string;
  readonly poll: string;
  readonly member: string;
}

/** Returns the paper that this browser or this window keeps for a poll. */
export function loadPaper(place: Place): Kept | undefined {
  return read(browserStorage, keyOf(place)) ?? read(tabStorage, windowKeyOf(place));
}

/** Keeps a paper and replaces the earlier one. */
export function savePaper(place: Place, kept: Kept): void {
  if ('blind' in kept) return tabStorage.save(windowKeyOf(place), JSON.stringify(kept));
  browserStorage.save(keyOf(place), JSON.stringify(kept));
  tabStorage.remove(windowKeyOf(place));
}

/** Removes the paper of a poll that takes no more ballots. */
export function removePaper(place: Place): void {
  browserStorage.remove(keyOf(place));
  tabStorage.remove(windowKeyOf(place));
}

/** Calls back when another window has changed any paper; the returned function ends that. */
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

/** The key of a window's papers; papers from before the browser shared them are also there. */
function windowKeyOf({ member, poll }: Place): string {
  return `${prefix}${member}.${poll}`;
}

function read(storage: KeptStrings, key: string): Kept | undefined {
  try {
    return z.safeParse(Kept, JSON.parse(storage.load(key) ?? 'null')).data;
  } catch {
    return undefined;
  }
}
