import type { LogEntry } from '@plenum/shared/core/log';
import type { RoomId } from '@plenum/shared/core/ids';
import { Recent } from './Recent.ts';
import type { RoomLog } from './ports.ts';
import type { AnySlice } from './serve.ts';
import type { States } from './states.ts';

const page = 1_000;

/** A room's committed past, as far as a running room needs it. */
export interface Restored {
  readonly seq: number;
  readonly states: States;
  readonly recent: Recent;
}

function startingPoint(slices: ReadonlyMap<string, AnySlice>, saved: States): States | undefined {
  const states: Record<string, unknown> = {};
  for (const [name, { reducer }] of slices) {
    if (!Object.hasOwn(saved, name)) return undefined;
    const parsed = reducer.contract.state.safeParse(saved[name]);
    if (!parsed.success) return undefined;
    states[name] = parsed.data;
  }
  return states;
}

/** The states before anything happened. */
function initialStates(slices: ReadonlyMap<string, AnySlice>): States {
  return Object.fromEntries([...slices].map(([name, { reducer }]) => [name, reducer.initial]));
}

/** One step of history; an entry that its contract no longer understands changes nothing. */
function reduceEntry(slices: ReadonlyMap<string, AnySlice>, states: States, entry: LogEntry): States {
  const slice = slices.get(entry.feature);
  const payload = slice?.reducer.contract.events[entry.event]?.payload.safeParse(entry.payload);
  if (!slice || !payload?.success) return states;
  const next = slice.reducer.reduce(states[entry.feature], entry.event, payload.data, entry);
  return { ...states, [entry.feature]: next };
}

/** Reads a room's state back: the newest snapshot that still parses, and the log behind it. */
export async function restore(log: RoomLog, room: RoomId, slices: ReadonlyMap<string, AnySlice>): Promise<Restored> {
  const snapshot = await log.loadSnapshot(room);
  const saved = snapshot && startingPoint(slices, snapshot.states);
  const recent = new Recent();
  let states = saved ?? initialStates(slices);
  const from = saved && snapshot ? snapshot.seq : 0;
  // Some history before the snapshot is wanted too: for catching up, and to know retried commands again.
  for (let after = Math.max(0, from - page); ; ) {
    const entries = await log.read(room, after, page);
    recent.add(entries);
    for (const entry of entries) if (entry.seq > from) states = reduceEntry(slices, states, entry);
    const last = entries.at(-1);
    if (!last) break;
    after = last.seq;
  }
  // Not the last entry read: the very last row may be one that cannot be.
  return { seq: await log.lastSeq(room), states, recent };
}
