import type { FileId, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { LogEntry, Snapshot } from '@plenum/shared/core/log';
import { versionsOfStates } from '@plenum/shared/core/versions';
import type { RoomLog } from './ports.ts';
import { restore } from './restore.ts';
import { type Erased, mentions, scrubbed } from './scrub.ts';
import type { AnySlice } from './serve.ts';
import { weightOf } from './weight.ts';

interface ForgettingParts {
  readonly log: RoomLog;
  readonly slices: readonly AnySlice[];
  /** Takes entries out of the log, with a snapshot in place of the earlier ones. */
  readonly forget: (room: RoomId, gone: readonly number[], snapshot: Snapshot) => Promise<void>;
  readonly files: {
    list(room: RoomId): Promise<FileId[]>;
    remove(room: RoomId, id: FileId): Promise<void>;
  };
}

/** What was taken out of a room. */
export interface Forgotten {
  readonly members: readonly MemberId[];
  readonly entries: number;
  readonly files: number;
}

const page = 1_000;

/** Who goes: everybody with a name, because people with the same name cannot be told apart, or the members with these ids. */
export type Person = { readonly name: string } | { readonly members: readonly MemberId[] };

/**
 * Takes a person out of a closed room: their words, drawings, files and names. Entries that are theirs, or name them, leave the
 * log; the state that the log led to stays without them, as the only snapshot.
 */
export async function forgetPerson(parts: ForgettingParts, room: RoomId, person: Person): Promise<Forgotten> {
  const { log, slices, forget, files } = parts;
  const erased = await findPerson(log, room, person);
  if (erased.ids.size === 0 && !(await anyMention(parts, room, erased))) return { members: [], entries: 0, files: 0 };
  const { seq, states } = await restore(log, room, new Map(slices.map((slice) => [slice.name, slice])));
  const [gone, wroteThem, keptText]: [number[], string[], Set<string>] = [[], [], new Set()];
  const brought = await files.list(room);
  let bytes = 0;
  await forEach(log, room, (entry) => {
    const text = JSON.stringify([entry.payload, entry.reply]);
    if (isAbout(entry, erased)) {
      gone.push(entry.seq);
      wroteThem.push(...brought.filter((id) => text.includes(id)));
      return;
    }
    bytes += weightOf(entry);
    for (const id of brought) if (text.includes(id)) keptText.add(id);
  });
  const left = Object.fromEntries(
    slices.map(({ name: feature, reducer: { contract, initial } }) => {
      return [feature, scrubbed(contract, states[feature], initial, erased)];
    }),
  );
  const versions = versionsOfStates(slices.map(({ reducer }) => reducer.contract));
  const extent = { bytes, compacted: seq, whole: seq };
  await forget(room, gone, { seq, states: left, ...(versions && { versions }), log: extent });
  const [before, after] = [JSON.stringify(states), JSON.stringify(left)];
  const theirs = brought.filter((id) => before.includes(id) || wroteThem.includes(id));
  const orphans = theirs.filter((id) => !after.includes(id) && !keptText.has(id));
  for (const id of orphans) await files.remove(room, id);
  return { members: [...erased.ids], entries: gone.length, files: orphans.length };
}

function isAbout({ by, to, payload, reply }: LogEntry, erased: Erased): boolean {
  return (by !== undefined && erased.ids.has(by)) || mentions([to, payload, reply], erased);
}

/** The seats of a person, and the names of these seats. A name that another member has too is not theirs alone, and stays. */
async function findPerson(log: RoomLog, room: RoomId, person: Person): Promise<Erased> {
  const names = new Map<MemberId, Set<string>>();
  await forEach(log, room, ({ feature, event, payload }) => {
    if (feature !== 'presence' || (event !== 'joined' && event !== 'renamed')) return;
    const { id, name: called } = payload as { id?: unknown; name?: unknown };
    if (typeof id !== 'string' || typeof called !== 'string') return;
    names.set(id, (names.get(id) ?? new Set()).add(called));
  });
  if ('name' in person) {
    const found = [...names].filter(([, all]) => all.has(person.name));
    const theirs = found.flatMap(([, all]) => [...all]);
    return { ids: new Set(found.map(([id]) => id)), names: [...new Set([person.name, ...theirs])] };
  }
  const ids = new Set(person.members);
  const of = (isTheirs: boolean) => [...names].flatMap(([id, all]) => (ids.has(id) === isTheirs ? [...all] : []));
  const others = new Set(of(false));
  return { ids, names: [...new Set(of(true))].filter((name) => !others.has(name)) };
}

async function anyMention({ log, slices }: ForgettingParts, room: RoomId, erased: Erased): Promise<boolean> {
  const { states } = await restore(log, room, new Map(slices.map((slice) => [slice.name, slice])));
  if (mentions(states, erased)) return true;
  let found = false;
  await forEach(log, room, (entry) => (found ||= isAbout(entry, erased)));
  return found;
}

async function forEach(log: RoomLog, room: RoomId, look: (entry: LogEntry) => void): Promise<void> {
  for (let after = 0; ; ) {
    const entries = await log.read(room, after, page);
    const last = entries.at(-1);
    if (!last) return;
    for (const entry of entries) look(entry);
    after = last.seq;
  }
}
