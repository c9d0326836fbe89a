import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Answer, type Figures, type Question } from './figures.ts';

/** Where the module lies that `node --import` takes. */
export const probeUrl = new URL('./probe.ts', import.meta.url).href;

/** A process with the probe in it. */
export class Probed {
  readonly #process: ChildProcess;
  #asked = 0;

  constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Memory, after a garbage collection. */
  collect(): Promise<Figures> {
    return this.#ask('collect');
  }

  /** Everything since the last reset. */
  reset(): Promise<Figures> {
    return this.#ask('reset');
  }

  async #ask(ask: Question['ask']): Promise<Figures> {
    this.#asked += 1;
    const question: Question = { id: this.#asked, ask };
    this.#process.send(question);
    for (;;) {
      const [raw] = await once(this.#process, 'message', { signal: AbortSignal.timeout(30_000) });
      const answer = Answer.safeParse(raw);
      if (answer.success && answer.data.id === question.id) return answer.data.figures;
    }
  }
}
