import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type * as z from 'zod/mini';
import { Answer, type Figures } from './figures.ts';
import { MediaAnswer, type MediaFigures } from './mediaFigures.ts';

/** Arguments for `node --import`: the probe for any server, and the probe for a server with mediasoup. */
export const probeUrl = new URL('./probe.ts', import.meta.url).href;
export const mediaProbeUrl = new URL('./mediaProbe.ts', import.meta.url).href;

/** A process with a probe in it. */
export class Probed {
  readonly #process: ChildProcess;
  #asked = 0;

  constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Memory after a garbage collection. */
  async collect(): Promise<Figures> {
    return (await this.#ask('collect', Answer)).figures;
  }

  /** All figures since the last reset. */
  async reset(): Promise<Figures> {
    return (await this.#ask('reset', Answer)).figures;
  }

  /** Like `reset`; the figures of the next reset have `longestTurnCpuMs`. */
  async resetTurns(): Promise<Figures> {
    return (await this.#ask('resetTurns', Answer)).figures;
  }

  /** Only with the media probe. */
  async media(): Promise<MediaFigures> {
    return (await this.#ask('media', MediaAnswer)).media;
  }

  async #ask<S extends z.ZodMiniType<{ id: number }>>(ask: string, schema: S): Promise<z.infer<S>> {
    this.#asked += 1;
    const id = this.#asked;
    this.#process.send({ id, ask });
    for (;;) {
      const [raw] = await once(this.#process, 'message', { signal: AbortSignal.timeout(120_000) }).catch((cause) => {
        throw new Error('The server, or a worker of it, did not say its figures within two minutes.', { cause });
      });
      const answer = schema.safeParse(raw);
      if (answer.success && answer.data.id === id) return answer.data;
    }
  }
}
