import type { Call, DatabasePort } from './DatabasePort.ts';
import { procedures } from './procedures/list.ts';
import type { Database, OnUnreadable, Procedure, TracesLeft } from './procedures/procedure.ts';

type Procedures = typeof procedures;
type Asked<P> = P extends Procedure<infer Input, infer Output> ? (input: Input) => Promise<Output> : never;

/** Every procedure of every area, as a function that runs it at once. */
export type Questions = {
  readonly [Area in keyof Procedures]: { readonly [Name in keyof Procedures[Area]]: Asked<Procedures[Area][Name]> };
};

type Described<P> = P extends Procedure<infer Input, unknown> ? (input: Input) => Call : never;

/** Every procedure of every area, as a function that makes a call for a later transaction. */
export type Calls = {
  readonly [Area in keyof Procedures]: { readonly [Name in keyof Procedures[Area]]: Described<Procedures[Area][Name]> };
};

/** The procedures as functions over a port: each call is one message. */
export function questionsTo(port: DatabasePort): Questions {
  const ask = (area: string, name: string) => async (input: unknown) => (await port.run([{ area, name, input }]))[0];
  // `execute` runs the procedure of the same name, so the result has its type.
  return forEach(ask) as Questions;
}

/** Each function takes the input of the procedure with its name. */
export const calls = forEach((area, name) => (input: unknown) => ({ area, name, input })) as Calls;

function forEach<Made>(make: (area: string, name: string) => Made) {
  const areas = Object.entries(procedures).map(([area, table]) => {
    return [area, Object.fromEntries(Object.keys(table).map((name) => [name, make(area, name)]))] as const;
  });
  return Object.fromEntries(areas);
}

/** Runs calls on a database; for more than one, or a change, it must be a transaction. */
export async function execute(
  database: Database,
  calls: readonly Call[],
  onUnreadable: OnUnreadable,
): Promise<unknown[]> {
  const outputs: unknown[] = [];
  for (const call of calls) outputs.push(await requireProcedure(call).run(database, call.input, onUnreadable));
  return outputs;
}

/** True when these calls must be one transaction. */
export function needsTransaction(calls: readonly Call[]): boolean {
  return calls.length > 1 || calls.some((call) => findProcedure(call)?.kind === 'change');
}

/** What these calls leave of deleted rows. */
export function tracesOf(calls: readonly Call[]): TracesLeft[] {
  return calls.flatMap((call) => requireProcedure(call).traces(call.input) ?? []);
}

/** The rooms whose owner alone may make these calls. */
export function ownedRoomsOf(calls: readonly Call[]): string[] {
  return roomsOf(calls.filter((call) => findProcedure(call)?.byOwner));
}

/** The rooms that these calls are about. */
export function roomsOf(calls: readonly Call[]): string[] {
  const rooms = calls.flatMap(({ input }) => {
    const isAboutRoom = typeof input === 'object' && input !== null && 'room' in input;
    return isAboutRoom && typeof input.room === 'string' ? [input.room] : [];
  });
  return [...new Set(rooms)];
}

const areas: Readonly<Record<string, Readonly<Record<string, Procedure<never, unknown>>>>> = procedures;

function findProcedure({ area, name }: Call): Procedure<unknown, unknown> | undefined {
  const table = Object.hasOwn(areas, area) ? areas[area] : undefined;
  // The input is not checked: calls are made by the functions above, whose types tie each input to its procedure.
  return table && Object.hasOwn(table, name) ? (table[name] as Procedure<unknown, unknown>) : undefined;
}

function requireProcedure(call: Call): Procedure<unknown, unknown> {
  const procedure = findProcedure(call);
  if (!procedure) throw new Error(`The database has no procedure ${call.area}.${call.name}.`);
  return procedure;
}
