/** The number of acts in one turn of the event loop: some milliseconds of work. */
const atOnce = 20;

/** Runs acts one after the other, a few in each turn of the event loop, so that hundreds at once do not delay other work. */
export class Gradually {
  readonly #failed: (error: unknown) => void;
  #waiting: (() => void)[] = [];
  #life: 'idle' | 'running' = 'idle';

  /** @param failed gets the error of an act that threw; the other acts still run */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Adds an act; it runs after the rest of this tick. */
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
