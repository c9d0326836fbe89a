import { inBackground } from '@plenum/shared/core/background';
import type { Logger } from 'pino';
import type { Clock } from './room/ports.ts';
import type { Store } from './storage/ports.ts';

interface CheckupOptions {
  readonly store: Pick<Store, 'inspect'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const dayMs = 24 * 3_600_000;
/** The public words for damage. Anybody may ask whether the server is ready, so the details are only in the log. */
const words = 'The database is damaged; the log says where. Meetings that can be read go on. Restore a backup.';

/** Checks the whole store for damage when the server starts and once a day, while the server works. */
export class Checkup {
  readonly #options: CheckupOptions;
  #damage: string | undefined;
  #cancel: () => void = () => {};
  #life: 'running' | 'stopped' = 'running';

  private constructor(options: CheckupOptions) {
    this.#options = options;
  }

  static start(options: CheckupOptions): Checkup {
    const checkup = new Checkup(options);
    checkup.#look();
    return checkup;
  }

  /** Words for an operator when the last check found damage; else undefined. */
  get damage(): string | undefined {
    return this.#damage;
  }

  /** Idempotent. */
  stop(): void {
    this.#life = 'stopped';
    this.#cancel();
  }

  #look(): void {
    const { store, clock, log } = this.#options;
    const looked = store.inspect().then((found) => {
      this.#damage = found === undefined ? undefined : words;
      if (found !== undefined) log.error({ found }, 'the database is damaged');
    });
    inBackground(looked, (error) => {
      if (this.#life === 'running') log.error({ err: error }, 'the check of the database failed');
    });
    this.#cancel = clock.after(dayMs, () => this.#look());
  }
}
