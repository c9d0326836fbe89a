import type { LogReader } from '../room/ports.ts';
import type { DurableReader } from './DurableReader.ts';
import { Reading, type ReadingOptions } from './Reading.ts';

interface ReadersOptions extends ReadingOptions {
  readonly readers: readonly DurableReader[];
}

/** Runs the durable readers, each with its own cursors: a reader that fails or is slow delays neither rooms nor other readers. */
export class Readers {
  readonly #readings: readonly Reading[];

  private constructor(readings: readonly Reading[]) {
    this.#readings = readings;
  }

  /** Starts each reader at its cursors. @throws AppError `unavailable` */
  static async open({ readers, ...options }: ReadersOptions): Promise<Readers> {
    const readings = readers.map((reader) => new Reading(reader, options));
    for (const reading of readings) await reading.start();
    return new Readers(readings);
  }

  /** Takes the committed entries of all rooms. */
  readonly onCommitted: LogReader = (room, entries) => {
    for (const reading of this.#readings) reading.notice(room, entries);
  };

  /** Lets one reader look for unread entries in all rooms: what it needs has changed. */
  scan(name: string): void {
    for (const reading of this.#readings) if (reading.name === name) reading.scan();
  }

  /** Resolves when all committed entries are handled, except in rooms in which a reader failed. */
  async idle(): Promise<void> {
    for (const reading of this.#readings) await reading.idle();
  }

  /** Waits for running handlers; the rest is for the next start. Idempotent. */
  async close(): Promise<void> {
    await Promise.all(this.#readings.map((reading) => reading.close()));
  }
}
