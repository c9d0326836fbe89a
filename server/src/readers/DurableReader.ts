import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Call } from '../storage/DatabasePort.ts';

/** Events of one feature that a reader wants. */
interface Wanted {
  readonly feature: string;
  readonly events: readonly string[];
}

/** Something that must be done about what stands in the log, however often the process dies before it is done. */
export interface DurableReader {
  /** Names its cursors in the database: never changed, and never given to another reader. */
  readonly name: string;
  /**
   * The only entries that it is given. A reader that comes to an older database is given the whole log of each room,
   * unless the migration that comes with it puts its cursors at the end. Passing events that it wants stay in the log
   * until it has handled them.
   */
  readonly wants: readonly Wanted[];
  /**
   * Handles some entries of one room, in their order and after all that stood before them. Payloads are as they were
   * written: `readPayload` (`core/versions.ts`) brings those of older versions into today's form. They come again when it
   * throws, and may come again after a crash. The calls that it answers with are made in one transaction with the note
   * that these entries are done: what they write is written once.
   */
  handle(room: RoomId, entries: readonly LogEntry[]): Promise<readonly Call[]>;
}
