import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';

const Row = z.object({ payload: z.string() });
const Written = z.object({ text: z.string() });
const Drawn = z.object({ shapes: z.array(z.object({ id: z.string() })) });
const Voted = z.object({
  poll: z.string(),
  member: z.string(),
  vote: z.object({ answer: z.object({ picks: z.array(z.number()) }) }),
});

/** What the auditor needs of a room's log, read from the database and not through the server. */
export interface LogFile {
  readonly texts: readonly string[];
  /** The ids of the strokes. */
  readonly strokes: readonly string[];
  readonly votes: readonly { readonly poll: string; readonly voter: string; readonly pick: number }[];
}

/** @param folder the server's data folder; the server may be running */
export function readLogFile(folder: string, room: string): LogFile {
  const database = new DatabaseSync(join(folder, 'plenum.db'), { readOnly: true });
  try {
    const select = database.prepare(
      'select payload from log where room = ? and feature = ? and event = ? order by seq',
    );
    return logOf((feature, event) => select.all(room, feature, event).map((row) => Row.parse(row).payload));
  } finally {
    database.close();
  }
}

const columns = 4;
/** More than the logs of a run, in bytes. */
const mostOutput = 256 * 1024 * 1024;

/**
 * The logs of all rooms in PostgreSQL, by the id of the room.
 * @param psql the path of PostgreSQL's own client
 */
export function readLogTable(psql: string, databaseUrl: string): ReadonlyMap<string, LogFile> {
  const query = 'select room, feature, event, payload from log order by room, seq';
  // JSON escapes line breaks and tabs, so neither is in a payload.
  const args = ['-X', '-A', '-t', '-F', '\t', '-c', query, databaseUrl];
  const output = execFileSync(psql, args, { encoding: 'utf8', maxBuffer: mostOutput });
  const rows = output.split('\n').filter(Boolean);
  const rooms = Map.groupBy(
    rows.map((row) => row.split('\t', columns)),
    ([room = '']) => room,
  );
  const logs = [...rooms].map(([room, entries]) => {
    const wanted = (feature: string, event: string) =>
      entries.flatMap(([, of, name, payload = '']) => (of === feature && name === event ? [payload] : []));
    return [room, logOf(wanted)] as const;
  });
  return new Map(logs);
}

/** @param payloads of all entries of one event, as JSON, in their order */
function logOf(payloads: (feature: string, event: string) => readonly string[]): LogFile {
  const read = (feature: string, event: string): unknown[] => payloads(feature, event).map((text) => JSON.parse(text));
  return {
    texts: read('chat', 'sent').map((payload) => Written.parse(payload).text),
    strokes: read('whiteboard', 'put').flatMap((payload) => Drawn.parse(payload).shapes.map(({ id }) => id)),
    votes: read('poll', 'voted').map((payload) => {
      const { poll, member, vote } = Voted.parse(payload);
      return { poll, voter: member, pick: vote.answer.picks[0] ?? -1 };
    }),
  };
}
