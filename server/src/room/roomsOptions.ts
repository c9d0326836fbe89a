import type { FileId, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { Directory } from '../cluster/Directory.ts';
import type { Pass, Traveller } from './family.ts';
import type { Channel, Clock, LogReader, RoomLog, RoomReport } from './ports.ts';
import type { RoomOptions } from './roomOptions.ts';
import type { AnySlice } from './serve.ts';

/** The stored list of rooms, and the marks by which old ones are found. */
export interface RoomList {
  createRoom(room: RoomRecord): Promise<void>;
  findRoom(id: RoomId): Promise<RoomRecord | undefined>;
  /** The ancestor of a room without a parent: the room itself when it has none. */
  rootOf(id: RoomId): Promise<RoomId>;
  childrenOf(id: RoomId): Promise<RoomId[]>;
  occupiedRooms(): Promise<RoomId[]>;
  markRoom(id: RoomId, emptySince: number | undefined): Promise<void>;
  roomsEmptySince(time: number): Promise<RoomId[]>;
  eraseRoom(id: RoomId): Promise<void>;
}

/** What all rooms of a server work with. */
export interface RoomsOptions {
  /** Says which families of rooms this node owns. */
  readonly directory: Directory;
  readonly store: RoomList & RoomLog;
  readonly slices: readonly AnySlice[];
  readonly clock: Clock;
  readonly newId: () => string;
  readonly channelOf: (room: RoomId) => Channel;
  readonly report: RoomReport;
  readonly readers: readonly LogReader[];
  /** Called when the room has left memory: ends the media of the room too. */
  readonly onClosed: (room: RoomId) => void;
  /** Called when the room is closed for another node, which opens it next; `onClosed` follows when its members are there. */
  readonly onGiven: (room: RoomId) => void;
  readonly bounds: RoomOptions['bounds'];
  /** The bound of the log of one room, in bytes. */
  readonly logBytes: number;
  readonly isDiskFull: RoomOptions['isDiskFull'];
  /** Signs a pass for a member who goes to another room of the family. */
  readonly passTo: (room: RoomId, traveller: Traveller) => Pass;
  /** Called when a member is in a child of this room: the member's media here ends. */
  readonly onAway: (room: RoomId, member: MemberId) => void;
  /** Gives a child access to these files of its parent, each until the child is erased. */
  readonly shareFiles: (parent: RoomId, child: RoomId, files: readonly FileId[]) => Promise<void>;
  /** Erases the files of the room; its log is deleted only after this has succeeded. */
  readonly eraseBeside: (room: RoomId) => Promise<void>;
  readonly graceMs: number;
  /** The shortest time between two commits of a room with many members, in ms; 0 when absent. */
  readonly crowdPauseMs?: number;
  readonly rightsUnder: RoomOptions['rightsUnder'];
  readonly acquaintance: RoomOptions['acquaintance'];
  /** How long a room without an owner is kept after its last member has left, in ms. */
  readonly retentionMs: number;
  /** How long a room that no member has ever entered is kept, in ms. */
  readonly unenteredMs: number;
}
