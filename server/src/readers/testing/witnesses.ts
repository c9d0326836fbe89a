import { appendFileSync } from 'node:fs';
import type { RoomId } from '@plenum/shared/core/ids';
import type { Store } from '../../storage/ports.ts';
import { logRow } from '../../storage/rows.ts';
import type { DurableReader } from '../DurableReader.ts';

const wants = [{ feature: 'chat', events: ['sent'] }];

/** The room that has the copy of another one. */
export function copyOf(room: RoomId): RoomId {
  return `copy-of-${room}`;
}

/** A reader that writes each handled entry to a file, outside of the database. */
export function noting(file: string): DurableReader {
  return {
    name: 'noting',
    wants,
    handle(room, entries) {
      appendFileSync(file, entries.map(({ seq }) => `${room} ${seq}\n`).join(''));
      return Promise.resolve([]);
    },
  };
}

/** A reader that copies each entry into the log of another room, in one transaction with its cursor. */
export function copying(store: Store): DurableReader {
  return {
    name: 'copying',
    wants,
    async handle(room, entries) {
      const copy = copyOf(room);
      const last = await store.lastSeq(copy);
      const copies = entries.map(({ at, seq }, index) => {
        return logRow(copy, { seq: last + 1 + index, at, feature: 'copy', event: 'made', payload: { of: seq } });
      });
      return [store.calls.log.append({ room: copy, rows: copies, slips: [], emptied: [] })];
    },
  };
}
