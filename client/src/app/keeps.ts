import type { FileId } from '@plenum/shared/core/ids';
import type { MeetingState } from '../core/store.ts';
import type { Printer } from './prints.ts';

/** What was in a room, here or elsewhere, open or over: what everybody there could see, and its files. */
export interface RoomKept extends Pick<MeetingState, 'states'> {
  readonly title: string;
  /** @throws AppError with the server's code, or `unavailable` */
  readonly fetchFile: (file: FileId) => Promise<Blob>;
  /** For what one feature has put on the pages of another. */
  readonly printers: readonly Printer[];
}

/** One thing of a room that can be saved. */
export interface Keep {
  readonly key: string;
  /** What it is, in the person's language. */
  readonly label: string;
  /** The name of the file. */
  readonly file: string;
  readonly make: () => Promise<Blob>;
}

/** What a feature has to save of a room; none when there is nothing. */
export type KeepsOf = (room: RoomKept) => readonly Keep[];
