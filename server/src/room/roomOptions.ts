import type { Ability } from '@plenum/shared/core/abilities';
import type { RoomRecord } from '@plenum/shared/core/log';
import type { Family } from './family.ts';
import type { PlaceBounds } from './findPlace.ts';
import type { Channel, Clock, LogReader, RoomLog, RoomReport } from './ports.ts';
import type { AnySlice, Seat } from './serve.ts';
import type { States } from './states.ts';
import type { Acquaintance } from './Telling.ts';
import type { Welcomes } from './Welcomes.ts';

/**
 * The abilities of each seat in these states. Returns the same function as long as no rights have changed, so that results
 * for all members stay valid.
 */
export type RightsUnder = (states: States) => (seat: Seat) => readonly Ability[];

/** The settings with which a room is opened, by feature. Each feature that is named takes its own (`life.opened`). */
export type Opening = Readonly<Record<string, unknown>>;

/** The parts and settings of a room. */
export interface RoomOptions {
  readonly record: RoomRecord;
  readonly slices: readonly AnySlice[];
  readonly log: RoomLog;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly channel: Channel;
  readonly report: RoomReport;
  readonly readers: readonly LogReader[];
  readonly family: Family;
  readonly bounds: PlaceBounds;
  /** The bound of the log, in bytes. */
  readonly logBytes: number;
  /** Whether the disk of the log is so full that only what ends meetings is written. */
  readonly isDiskFull: () => boolean;
  /** How long a seat waits for its line to come back, in ms. */
  readonly graceMs: number;
  /** The shortest time between two commits of a room with many members, in ms: their events leave together. 0 if absent. */
  readonly crowdPauseMs?: number;
  readonly rightsUnder: RightsUnder;
  /** The turns of welcomes, over all rooms of this server. */
  readonly welcomes: Welcomes;
  /** The rules of who may know whom. */
  readonly acquaintance: Acquaintance;
}
