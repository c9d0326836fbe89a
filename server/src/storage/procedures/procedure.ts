import type { RoomId } from '@plenum/shared/core/ids';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** The tables, or a transaction on them. */
export type Database = Kysely<Tables>;

/** Called for each stored row that cannot be read; `seq` is 0 for a row that is not in a log. */
export type OnUnreadable = (room: string, seq: number, error: unknown) => void;

/**
 * What a procedure leaves of deleted rows in SQLite's file. `left`: traces stay, and are removed soon. `removed`: the
 * caller gets success only when the traces are removed. `due`: it leaves none, but traces of earlier calls may be removed
 * after it.
 */
export type TracesLeft = 'left' | 'removed' | 'due';

/**
 * One operation of the database, the same on SQLite and PostgreSQL. Input and output are plain data, because they cross to
 * another thread. An input with a `room` is about that room: such calls take effect in the order in which they were made.
 */
export interface Procedure<Input, Output> {
  readonly kind: 'question' | 'change';
  readonly run: (database: Database, input: Input, onUnreadable: OnUnreadable) => Promise<Output>;
  readonly traces: (input: Input) => TracesLeft | undefined;
  /** True for what only the owner of a room's family may write, where a database has several writers. */
  readonly byOwner?: boolean;
}

type Run<Input, Output> = Procedure<Input, Output>['run'];

/** The input of a procedure that needs only the room. */
export interface AboutRoom {
  readonly room: RoomId;
}

/** A procedure that writes nothing. */
export function question<Input, Output>(run: Run<Input, Output>): Procedure<Input, Output> {
  return { kind: 'question', run, traces: () => undefined };
}

/** A procedure that writes; it runs in a transaction, so all of it takes effect or nothing. */
export function change<Input, Output>(
  run: Run<Input, Output>,
  traces: Procedure<Input, Output>['traces'] = () => undefined,
): Procedure<Input, Output> {
  return { kind: 'change', run, traces };
}

/** Reads one stored value; returns undefined when it cannot be read, and reports that. */
export function readOr<Value>(
  onUnreadable: OnUnreadable,
  room: string,
  seq: number,
  read: () => Value,
): Value | undefined {
  try {
    return read();
  } catch (error) {
    onUnreadable(room, seq, error);
    return undefined;
  }
}

/** A change of a room's log, and of what belongs to it: where there are leases, the owner of the family alone may make it. */
export function ownersChange<Input extends AboutRoom, Output>(
  run: Run<Input, Output>,
  traces?: Procedure<Input, Output>['traces'],
): Procedure<Input, Output> {
  return { ...change(run, traces), byOwner: true };
}
