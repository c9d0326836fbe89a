import type { RoomId } from '@plenum/shared/core/ids';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** The tables, or a transaction on them. */
export type Database = Kysely<Tables>;

/** Told of each stored row that could not be read; `seq` is 0 for a row that is not of a log. */
export type OnPoisoned = (room: string, seq: number, error: unknown) => void;

/**
 * What a procedure does to the traces of deleted rows in SQLite's file. `left`: some are left, to be removed soon.
 * `removed`: the same, and its caller hears of success only when they are gone. `due`: it leaves none, but after it
 * those of others may be removed.
 */
export type TracesLeft = 'left' | 'removed' | 'due';

/**
 * One thing that can be asked of a database, on either of them. Input and output are plain data, because they cross to
 * another thread. An input with a `room` is about that room: such calls take effect in the order in which they were made.
 */
export interface Procedure<Input, Output> {
  readonly kind: 'question' | 'change';
  readonly run: (database: Database, input: Input, onPoisoned: OnPoisoned) => Promise<Output>;
  readonly traces: (input: Input) => TracesLeft | undefined;
}

type Run<Input, Output> = Procedure<Input, Output>['run'];

/** The input of what needs to know nothing but the room. */
export interface AboutRoom {
  readonly room: RoomId;
}

/** A procedure that writes nothing. */
export function question<Input, Output>(run: Run<Input, Output>): Procedure<Input, Output> {
  return { kind: 'question', run, traces: () => undefined };
}

/** A procedure that writes; it runs in a transaction, so all that it writes is there or nothing. */
export function change<Input, Output>(
  run: Run<Input, Output>,
  traces: Procedure<Input, Output>['traces'] = () => undefined,
): Procedure<Input, Output> {
  return { kind: 'change', run, traces };
}

/** Reads one stored value; undefined when it cannot be read, which is reported. */
export function readOr<Value>(onPoisoned: OnPoisoned, room: string, seq: number, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    onPoisoned(room, seq, error);
    return undefined;
  }
}
