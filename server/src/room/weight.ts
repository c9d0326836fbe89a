import { type LogEntry, payloadText } from '@plenum/shared/core/log';

/** The bytes of a row beside its texts: numbers, names and index entries. */
const rowBytes = 200;

/** About how many bytes an entry takes in the log; the store uses the same formula. */
export function weightOf(entry: LogEntry): number {
  const { to, reply } = entry;
  const audience = to === undefined ? 0 : to.reduce((sum, id) => sum + id.length + 3, 2);
  const answer = reply === undefined ? 0 : Buffer.byteLength(JSON.stringify(reply) ?? '');
  return rowBytes + Buffer.byteLength(payloadText(entry) ?? '') + audience + answer;
}

export function weightOfAll(entries: readonly LogEntry[]): number {
  return entries.reduce((sum, entry) => sum + weightOf(entry), 0);
}
