import { type RawBuilder, sql } from 'kysely';

/** Whether a column has a text in it, without regard to case; the signs of `like` count as themselves. */
export function contains(column: string, text: string): RawBuilder<boolean> {
  const part = `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like ${part} escape '\\'`;
}
