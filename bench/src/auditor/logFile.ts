import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';

const Row = z.object({ payload: z.string() });
const Written = z.object({ text: z.string() });
const Voted = z.object({
  poll: z.string(),
  member: z.string(),
  vote: z.object({ answer: z.object({ picks: z.array(z.number()) }) }),
});

/** What the auditor needs of a room's log, read from the database file and not through the server. */
export interface LogFile {
  readonly texts: readonly string[];
  readonly votes: readonly { readonly poll: string; readonly voter: string; readonly pick: number }[];
}

/** @param folder the server's data folder; the server may be running */
export function readLogFile(folder: string, room: string): LogFile {
  const database = new DatabaseSync(join(folder, 'plenum.db'), { readOnly: true });
  try {
    const select = database.prepare(
      'select payload from log where room = ? and feature = ? and event = ? order by seq',
    );
    const payloads = (feature: string, event: string): unknown[] =>
      select.all(room, feature, event).map((row) => JSON.parse(Row.parse(row).payload));
    return {
      texts: payloads('chat', 'sent').map((payload) => Written.parse(payload).text),
      votes: payloads('poll', 'voted').map((payload) => {
        const { poll, member, vote } = Voted.parse(payload);
        return { poll, voter: member, pick: vote.answer.picks[0] ?? -1 };
      }),
    };
  } finally {
    database.close();
  }
}
