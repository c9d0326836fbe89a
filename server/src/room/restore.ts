import type { LogEntry, LogExtent, Snapshot } from '@plenum/shared/core/log';
import type { RoomId } from '@plenum/shared/core/ids';
import { Recent } from './Recent.ts';
import { Replies } from './Replies.ts';
import type { Clock, RoomLog } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './states.ts';
import { weightOf } from './weight.ts';

const page = 1_000;

/** A room's committed past, as far as a running room needs it. */
export interface Restored {
  readonly seq: number;
  readonly states: States;
  readonly recent: Recent;
  /** Where the newest snapshot stands; 0 when there is none. */
  readonly snapshotAt: number;
  readonly extent: Required<LogExtent>;
  /** Features that a snapshot had, not in a way that their contract takes now: they were reduced from what the log has. */
  readonly lost: readonly string[];
}

/** Where the replay of one feature begins. */
interface Start {
  readonly seq: number;
  readonly state: unknown;
}

/** A feature's state in a snapshot; undefined when it is not there, or not as its contract has it now. */
function startIn(snapshot: Snapshot | undefined, { name, reducer }: AnySlice): Start | undefined {
  if (!snapshot || !Object.hasOwn(snapshot.states, name)) return undefined;
  const parsed = reducer.contract.state.safeParse(snapshot.states[name]);
  return parsed.success ? { seq: snapshot.seq, state: parsed.data } : undefined;
}

type Slices = ReadonlyMap<string, AnySlice>;

/** Each feature from the newest snapshot that has it in a form that is understood, or from the beginning. */
async function startsOf(log: RoomLog, room: RoomId, slices: Slices, newest: Snapshot | undefined) {
  const starts = new Map<string, Start>();
  const missing = [...slices.values()].filter((slice) => !startIn(newest, slice));
  const older = newest && missing.length > 0 ? await log.loadSnapshot(room, newest.seq) : undefined;
  for (const slice of slices.values()) {
    const start = startIn(newest, slice) ?? startIn(older, slice);
    starts.set(slice.name, start ?? { seq: 0, state: slice.reducer.initial });
  }
  const lost = missing.filter((slice) => newest && Object.hasOwn(newest.states, slice.name) && !startIn(older, slice));
  return { starts, lost: lost.map(({ name }) => name) };
}

/** One step of history; an entry that its contract no longer understands changes nothing. */
function reduceEntry(slices: Slices, states: States, entry: LogEntry): States {
  const slice = slices.get(entry.feature);
  const payload = slice?.reducer.contract.events[entry.event]?.payload.safeParse(entry.payload);
  if (!slice || !payload?.success) return states;
  const next = slice.reducer.reduce(states[entry.feature], entry.event, payload.data, entry);
  return { ...states, [entry.feature]: next };
}

/** Reads a room's state back: from the newest snapshot what of it still parses, and the log behind it. */
export async function restore(log: RoomLog, room: RoomId, slices: Slices): Promise<Restored> {
  const newest = await log.loadSnapshot(room);
  const { starts, lost } = await startsOf(log, room, slices, newest);
  const snapshotAt = newest?.seq ?? 0;
  const { compacted, whole, bytes } = newest?.log ?? { compacted: 0, whole: 0 };
  let weight = bytes ?? (newest ? await log.logBytes(room) : 0);
  const isCounted = bytes !== undefined || !newest;
  // Some history before the snapshot is wanted for catching up, but never across a hole that compaction has left.
  const recentFrom = Math.max(whole, snapshotAt - page, 0);
  const recent = new Recent(recentFrom);
  let states: States = Object.fromEntries([...starts].map(([name, { state }]) => [name, state]));
  for (let after = Math.min(recentFrom, ...[...starts.values()].map(({ seq }) => seq)); ; ) {
    const entries = await log.read(room, after, page);
    for (const entry of entries) {
      const start = starts.get(entry.feature);
      if (start && entry.seq > start.seq) states = reduceEntry(slices, states, entry);
      if (isCounted && entry.seq > snapshotAt) weight += weightOf(entry);
    }
    recent.add(entries.filter(({ seq }) => seq > recentFrom));
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  // Not the last entry read: the very last row may be one that cannot be.
  const seq = await log.lastSeq(room);
  return { seq, states, recent, snapshotAt, extent: { bytes: weight, compacted, whole }, lost };
}

/** Reads back what commands of the last `windowMs` were told. */
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
