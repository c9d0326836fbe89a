import type { PassingEvents } from '@plenum/shared/core/log';
import type { LogRow, RoomRow, SlipRow, SnapshotRow } from './schema.ts';

/** Everything that is ever asked of a database, as plain data so that it can cross to another thread. */
export type Ask =
  | { readonly op: 'createRoom'; readonly room: string; readonly row: RoomRow }
  | { readonly op: 'findRoom'; readonly room: string }
  | { readonly op: 'occupiedRooms' }
  | { readonly op: 'childrenOf'; readonly room: string }
  | { readonly op: 'markRoom'; readonly room: string; readonly emptySince: number | null }
  | { readonly op: 'roomsEmptySince'; readonly time: number }
  | { readonly op: 'hideRoom'; readonly room: string }
  | { readonly op: 'eraseEntries'; readonly room: string; readonly limit: number }
  | { readonly op: 'eraseRoom'; readonly room: string }
  | {
      readonly op: 'append';
      readonly room: string;
      readonly rows: readonly LogRow[];
      readonly slips: readonly SlipRow[];
      /** Boxes whose slips are deleted. */
      readonly emptied: readonly string[];
    }
  | { readonly op: 'readBox'; readonly room: string; readonly box: string }
  | { readonly op: 'read'; readonly room: string; readonly after: number; readonly limit: number }
  | { readonly op: 'lastSeq'; readonly room: string }
  | { readonly op: 'seqBefore'; readonly room: string; readonly time: number }
  | { readonly op: 'readReplies'; readonly room: string; readonly after: number; readonly limit: number }
  | { readonly op: 'logBytes'; readonly room: string }
  | {
      readonly op: 'compact';
      readonly room: string;
      readonly after: number;
      readonly upTo: number;
      readonly passing: readonly PassingEvents[];
    }
  | { readonly op: 'saveSnapshot'; readonly room: string; readonly row: SnapshotRow }
  | { readonly op: 'loadSnapshot'; readonly room: string; readonly below: number }
  | { readonly op: 'secret'; readonly name: string; readonly candidate: string }
  | { readonly op: 'probe'; readonly at: number };

/** A database that answers. What comes back was stored by somebody, so it is `unknown` until it has been read. */
export interface Desk {
  /**
   * Asks about one room take effect in the order in which they were made.
   * @throws AppError `conflict`, `notFound`, `unavailable`, `closed`
   */
  ask(ask: Ask): Promise<unknown>;
  close(): Promise<void>;
}
