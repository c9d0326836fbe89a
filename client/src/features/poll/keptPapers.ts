import '../../core/jitless.ts';
import * as z from 'zod/mini';

/** A ballot paper over a reload: asked for, stamped, or used. */
const Kept = z.union([
  z.strictObject({ serial: z.string(), blind: z.string(), blinded: z.string() }),
  z.strictObject({ serial: z.string(), stamp: z.string() }),
  z.strictObject({ cast: z.literal(true) }),
]);
export type Kept = z.infer<typeof Kept>;

/** What this tab has of one poll; the tab keeps the seat too, so both come back from a reload or neither. */
export function loadPaper(place: string): Kept | undefined {
  try {
    return z.safeParse(Kept, JSON.parse(sessionStorage.getItem(keyOf(place)) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** Keeps it, in place of what was there. */
export function savePaper(place: string, kept: Kept): void {
  try {
    sessionStorage.setItem(keyOf(place), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage costs the paper at a reload, nothing now.
  }
}

function keyOf(place: string): string {
  return `plenum.ballot.${place}`;
}
