import type { LogReader } from '../room/ports.ts';
import type { DurableReader } from './DurableReader.ts';
import { Reading, type ReadingOptions } from './Reading.ts';

interface ReadersOptions extends ReadingOptions {
  readonly readers: readonly DurableReader[];
}

/**
 * Readers of the log that remember how far they have read. Each goes its own way: one that fails or is slow holds up
 * neither a room nor another reader.
 */
export class Readers {
  readonly #readings: readonly Reading[];

  private constructor(readings: readonly Reading[]) {
    this.#readings = readings;
  }

  /** Goes on where each reader was when the process before this one ended. @throws AppError `unavailable` */
  static async open({ readers, ...options }: ReadersOptions): Promise<Readers> {
    const readings = readers.map((reader) => new Reading(reader, options));
    for (const reading of readings) await reading.start();
    return new Readers(readings);
  }

  /** What rooms tell after each commit. */
  readonly onCommitted: LogReader = (room, entries) => {
    for (const reading of this.#readings) reading.notice(room, entries);
  };

  /** Resolves when all that was committed is handled, but for rooms in which a reader failed. */
  async idle(): Promise<void> {
    for (const reading of this.#readings) await reading.idle();
  }

  /** Lets what is being handled come to its end; the rest is for the next start. Idempotent. */
  async close(): Promise<void> {
    await Promise.all(this.#readings.map((reading) => reading.close()));
  }
}
