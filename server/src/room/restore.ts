import type { LogEntry, LogExtent, Snapshot } from '@plenum/shared/core/log';
import type { RoomId } from '@plenum/shared/core/ids';
import { readPayload, readState, versionOfEvent } from '@plenum/shared/core/versions';
import { Recent } from './Recent.ts';
import { Replies } from './Replies.ts';
import type { Clock, RoomLog } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './states.ts';
import { Unreadable } from './Unreadable.ts';
import { weightOf } from './weight.ts';

const page = 1_000;

/** A room's committed past, with the parts that a running room needs. */
export interface Restored {
  readonly seq: number;
  readonly states: States;
  readonly recent: Recent;
  /** The sequence number of the newest snapshot; 0 when there is none. */
  readonly snapshotAt: number;
  readonly extent: Required<LogExtent>;
}

/** The point where the replay of one feature begins. */
interface Start {
  readonly seq: number;
  readonly state: unknown;
}

type Slices = ReadonlyMap<string, AnySlice>;

/** A feature's state in a snapshot; undefined when the snapshot does not have it. */
function startIn(snapshot: Snapshot | undefined, { name, reducer }: AnySlice): Start | Unreadable | undefined {
  if (!snapshot || !Object.hasOwn(snapshot.states, name)) return undefined;
  const { seq, states, versions } = snapshot;
  const read = readState(reducer.contract, states[name], versions?.[name]);
  return read.kind === 'current'
    ? { seq, state: read.value }
    : new Unreadable({ seq, feature: name, why: `the state in the snapshot: ${read.why}` });
}

/**
 * The start of each feature: from the newest snapshot that has its state in a readable form, or from the beginning of the
 * log.
 * @throws Unreadable when no snapshot is readable and the log alone does not give the state
 */
async function startsOf(log: RoomLog, room: RoomId, slices: Slices, newest: Snapshot | undefined) {
  const starts = new Map<string, Start>();
  let older: Snapshot | undefined | 'unread' = 'unread';
  for (const slice of slices.values()) {
    let start = startIn(newest, slice);
    if (newest && (start === undefined || start instanceof Unreadable)) {
      if (older === 'unread') older = await log.loadSnapshot(room, newest.seq);
      const earlier = startIn(older, slice);
      if (earlier !== undefined && !(earlier instanceof Unreadable)) start = earlier;
    }
    const { initial, contract } = slice.reducer;
    const isWhole = contract.passing.length === 0 || (newest?.log?.compacted ?? 0) === 0;
    if (start instanceof Unreadable && !isWhole) throw start;
    starts.set(slice.name, start === undefined || start instanceof Unreadable ? { seq: 0, state: initial } : start);
  }
  return starts;
}

/** An entry in the current form of its contract; undefined when no feature reads it any more. */
function inCurrentForm(slices: Slices, entry: LogEntry): LogEntry | Unreadable | undefined {
  const slice = slices.get(entry.feature);
  if (!slice) return undefined;
  const { contract } = slice.reducer;
  const read = readPayload(contract, entry);
  const { seq, feature, event } = entry;
  if (read.kind === 'unreadable') return new Unreadable({ seq, feature, event, why: read.why });
  return { ...entry, payload: read.value, ...versionOfEvent(contract, event) };
}

/** Converts entries from the log into the current form. @throws Unreadable */
export function understood(slices: Slices, entries: readonly LogEntry[]): LogEntry[] {
  return entries.flatMap((entry) => {
    const current = inCurrentForm(slices, entry);
    if (current instanceof Unreadable) throw current;
    return current ?? [];
  });
}

/** Applies one entry to the states. */
function reduceEntry(slices: Slices, states: States, entry: LogEntry): States {
  const next = slices.get(entry.feature)?.reducer.reduce(states[entry.feature], entry.event, entry.payload, entry);
  return { ...states, [entry.feature]: next };
}

/**
 * Reads a room's state from the newest readable snapshot and the entries after it. Entries of a removed feature change
 * nothing.
 * @throws Unreadable when a state needs an entry that is not readable
 */
export async function restore(log: RoomLog, room: RoomId, slices: Slices): Promise<Restored> {
  const newest = await log.loadSnapshot(room);
  const starts = await startsOf(log, room, slices, newest);
  const snapshotAt = newest?.seq ?? 0;
  const { compacted, whole, bytes } = newest?.log ?? { compacted: 0, whole: 0 };
  let weight = bytes ?? (newest ? await log.logBytes(room) : 0);
  const isCounted = bytes !== undefined || !newest;
  // Clients that catch up need some entries from before the snapshot, but never across a gap that compaction has left.
  const recentFrom = Math.max(whole, snapshotAt - page, 0);
  let recent = new Recent(recentFrom);
  let states: States = Object.fromEntries([...starts].map(([name, { state }]) => [name, state]));
  for (let after = Math.min(recentFrom, ...[...starts.values()].map(({ seq }) => seq)); ; ) {
    const entries = await log.read(room, after, page);
    for (const entry of entries) {
      if (isCounted && entry.seq > snapshotAt) weight += weightOf(entry);
      const start = starts.get(entry.feature);
      const isReduced = start !== undefined && entry.seq > start.seq;
      if (!isReduced && entry.seq <= recentFrom) continue;
      const current = inCurrentForm(slices, entry);
      if (current === undefined) continue;
      if (current instanceof Unreadable) {
        if (isReduced) throw current;
        // The state has the effect of this entry, but clients that missed it cannot get it.
        recent = new Recent(entry.seq);
        continue;
      }
      if (isReduced) states = reduceEntry(slices, states, current);
      if (entry.seq > recentFrom) recent.add([current]);
    }
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  // Asked of the log, because the very last row may be unreadable.
  const seq = await log.lastSeq(room);
  return { seq, states, recent, snapshotAt, extent: { bytes: weight, compacted, whole } };
}

/** Reads the replies to the commands of the last `windowMs`. */
export async function recall(log: RoomLog, room: RoomId, clock: Clock, windowMs: number): Promise<Replies> {
  const [now, monotonic] = [clock.now(), clock.monotonic()];
  const replies = new Replies(windowMs);
  for (let after: number | undefined = await log.seqBefore(room, now - windowMs); after !== undefined; ) {
    const { answers, next } = await log.readAnswers(room, after, page);
    for (const answer of answers) replies.add(answer, monotonic - Math.max(0, now - answer.at));
    after = next;
  }
  return replies;
}
