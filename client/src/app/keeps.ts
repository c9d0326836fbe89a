import type { FileId } from '@plenum/shared/core/ids';
import type { MeetingState } from '../core/store.ts';
import type { Printer } from './prints.ts';

/** The contents of a room, this one or another, open or closed: the state that all members could see, and its files. */
export interface RoomKept extends Pick<MeetingState, 'states'> {
  readonly title: string;
  /** @throws AppError with the server's code, or `unavailable` */
  readonly fetchFile: (file: FileId) => Promise<Blob>;
  /** Paint what features have put on other features' pages. */
  readonly printers: readonly Printer[];
}

/** A file that can be saved of a room. */
export interface Keep {
  readonly key: string;
  /** The label, in the person's language. */
  readonly label: string;
  /** The name of the file. */
  readonly file: string;
  readonly make: () => Promise<Blob>;
}

/** The files that a feature offers of a room; empty when there are none. */
export type KeepsOf = (room: RoomKept) => readonly Keep[];
