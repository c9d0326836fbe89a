import type { RoomId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Call } from '../storage/DatabasePort.ts';

/** The events of one feature that a reader handles. */
interface Wanted {
  readonly feature: string;
  readonly events: readonly string[];
}

/** Code that must act on every wanted entry of the log, however often the process dies before it has. */
export interface DurableReader {
  /** The name of its cursors in the database: it never changes, and no other reader gets it. */
  readonly name: string;
  /**
   * The only entries that the reader gets. A new reader gets the whole log of each old room, unless its migration sets its
   * cursors to the end. The wanted passing events stay in the log until the reader has handled them.
   */
  readonly wants: readonly Wanted[];
  /** True while nothing need be handled: what is committed meanwhile is found by the next scan (`Readers.scan`). */
  isIdle?(): boolean;
  /** Called when calls that `handle` returned are committed. */
  onCommitted?(): void;
  /**
   * Handles some entries of one room, in order and after all earlier ones. Payloads have the version in which they were
   * written: `readPayload` (`core/versions.ts`) brings them into the current form. When it throws, the same entries come
   * again; they may also come again after a crash. The calls that it returns run in one transaction with the move of the
   * cursor, so what they write is written once.
   */
  handle(room: RoomId, entries: readonly LogEntry[]): Promise<readonly Call[]>;
}
