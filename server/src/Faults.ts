import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { strayFault } from './media/alone.ts';

/** The part of a process that reports uncaught faults. */
export interface FaultyProcess {
  on(event: 'unhandledRejection', listener: (reason: unknown) => void): unknown;
  on(event: 'warning', listener: (warning: Error) => void): unknown;
  on(event: 'uncaughtException', listener: (error: Error) => void): unknown;
  exit(code: number): void;
}

/**
 * Watches the uncaught faults of the process. An uncaught rejection is logged and counted, and the process continues: only
 * the work that it ended is lost. An uncaught exception ends the process, because some work may be half done; every
 * acknowledged command is in the log.
 */
export class Faults {
  readonly #log: Logger;
  #count = 0;

  private constructor(log: Logger) {
    this.#log = log;
  }

  static watch(process: FaultyProcess, log: Logger): Faults {
    const faults = new Faults(log);
    process.on('unhandledRejection', (reason) => faults.#note(reason, 'an uncaught rejection'));
    process.on('warning', (warning) => {
      if (warning.name === strayFault) faults.#note(warning, 'a call to the media engine that must not reject');
    });
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error, id: randomUUID() }, 'an uncaught exception ends the process');
      process.exit(1);
    });
    return faults;
  }

  /** The number of faults since the process began. */
  get count(): number {
    return this.#count;
  }

  #note(error: unknown, what: string): void {
    this.#count += 1;
    this.#log.error({ err: error, id: randomUUID() }, what);
  }
}
