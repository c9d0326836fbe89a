import { number, type Numbered } from './texts.ts';

/** What one member received of a run's messages. */
export class Tally {
  readonly #seen = new Set<number>();
  /** Delay of each message that arrived during the measurement, in ms. */
  readonly delays: number[] = [];
  /** FNV-1a over the numbers in order of arrival: equal for equal orders. */
  order = 0x811c9dc5;
  doubles = 0;
  #from = Infinity;

  /** Counts messages from this number on; forgets those before. */
  start(from: number): void {
    this.#from = from;
    this.#seen.clear();
    this.delays.length = 0;
    this.order = 0x811c9dc5;
    this.doubles = 0;
  }

  hear(text: string): void {
    const message: Numbered | undefined = number(text);
    if (!message || message.number < this.#from) return;
    if (this.#seen.has(message.number)) {
      this.doubles += 1;
      return;
    }
    this.#seen.add(message.number);
    this.delays.push(performance.timeOrigin + performance.now() - message.at);
    this.order = Math.imul(this.order ^ message.number, 0x01000193) >>> 0;
  }

  get received(): number {
    return this.#seen.size;
  }
}
