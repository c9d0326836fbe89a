import { CompiledQuery } from 'kysely';
import { change, type Database, question } from './procedure.ts';

/** One SQL statement of the library for signing in, compiled for this database. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The result of a statement, as plain data. */
export interface StatementResult {
  readonly rows: readonly unknown[];
  readonly affected: bigint | undefined;
}

async function run(database: Database, { sql, parameters }: Statement): Promise<StatementResult> {
  const { rows, numAffectedRows } = await database.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  return { rows, affected: numAffectedRows };
}

/** The statements of the library for signing in, each in a transaction of its own (decision 0130). */
export const identity = { read: question(run), write: change(run) };
