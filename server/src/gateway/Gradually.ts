/** How many acts go together: some milliseconds of work. */
const atOnce = 20;

/** Runs acts one after the other, a few in each turn of the event loop: what hundreds cause at once holds up nobody else. */
export class Gradually {
  readonly #failed: (error: unknown) => void;
  #waiting: (() => void)[] = [];
  #life: 'idle' | 'running' = 'idle';

  /** @param failed hears of an act that threw; the others are run all the same */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Not before what this tick still has to do. */
  add(act: () => void): void {
    this.#waiting.push(act);
    if (this.#life === 'running') return;
    this.#life = 'running';
    setImmediate(() => this.#run());
  }

  #run(): void {
    for (const act of this.#waiting.splice(0, atOnce)) {
      try {
        act();
      } catch (error) {
        this.#failed(error);
      }
    }
    if (this.#waiting.length > 0) setImmediate(() => this.#run());
    else this.#life = 'idle';
  }
}
