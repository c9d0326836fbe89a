import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { strayFault } from './media/alone.ts';

/** What a process tells of faults that nothing in it has caught. */
export interface FaultyProcess {
  on(event: 'unhandledRejection', hear: (reason: unknown) => void): unknown;
  on(event: 'warning', hear: (warning: Error) => void): unknown;
  on(event: 'uncaughtException', hear: (error: Error) => void): unknown;
  exit(code: number): void;
}

/**
 * The faults that nothing has caught. A rejection without a listener is written down and counted, and the process goes on:
 * the work is lost of which it was the end, and nothing else. An exception in the middle of some work ends the process: nobody
 * knows what is half done, and what was acknowledged is in the log.
 */
export class Faults {
  readonly #log: Logger;
  #count = 0;

  private constructor(log: Logger) {
    this.#log = log;
  }

  static watch(process: FaultyProcess, log: Logger): Faults {
    const faults = new Faults(log);
    process.on('unhandledRejection', (reason) => faults.#note(reason, 'a rejection that nobody has caught'));
    process.on('warning', (warning) => {
      if (warning.name === strayFault) faults.#note(warning, 'a call to the media engine that must not reject');
    });
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error, id: randomUUID() }, 'an exception that nobody has caught ends the process');
      process.exit(1);
    });
    return faults;
  }

  /** How many there were since the process began. */
  get count(): number {
    return this.#count;
  }

  #note(error: unknown, what: string): void {
    this.#count += 1;
    this.#log.error({ err: error, id: randomUUID() }, what);
  }
}
