import { aside } from '@plenum/shared/core/aside';
import { StreamTarget, type StreamTargetChunk } from 'mediabunny';
import { loadLog, loadManifest, type Passing } from '../../../core/playback/load.ts';
import { Playback } from '../Playback.ts';
import { compose } from '../takeHome/compose.ts';
import { typeface } from '../takeHome/Scene.ts';

/** What was done since the last step, as the server reads it (`server/src/recording/copies/film.ts`). */
interface Step {
  /** Bytes and where in the file they are, in base64. */
  readonly writes: readonly { readonly at: number; readonly data: string }[];
  /** The part that is done, from 0 to 1. */
  readonly share: number;
  readonly isDone: boolean;
}

/** A film that is composed step by step, and only while somebody asks for the next one. */
export class Film {
  #writes: Step['writes'][number][] = [];
  #asked: PromiseWithResolvers<Step> | undefined;
  #go = Promise.withResolvers<void>();
  #fault: Error | undefined;

  constructor(recording: string, passing: Passing) {
    aside(this.#work(recording, passing));
  }

  /** Composes the next second of the recording. @throws what keeps the film from being made */
  next(): Promise<Step> {
    if (this.#fault) return Promise.reject(this.#fault);
    this.#asked = Promise.withResolvers<Step>();
    this.#go.resolve();
    return this.#asked.promise;
  }

  async #work(recording: string, passing: Passing): Promise<void> {
    await this.#go.promise;
    try {
      const manifest = await loadManifest(location.origin, recording, passing);
      const log = await loadLog(location.origin, recording, passing);
      // A canvas draws with the fonts that are there, and asks for none.
      await Promise.all(['15px', '700 15px'].map((size) => document.fonts.load(`${size} ${typeface}`)));
      const playback = new Playback(manifest, log, passing);
      try {
        await compose({
          playback,
          passing,
          kind: 'video',
          signal: new AbortController().signal,
          onProgress: (share) => this.#give(share),
          place: this.#place(),
        });
      } finally {
        playback.close();
      }
      this.#answer({ share: 1, isDone: true });
    } catch (error) {
      this.#fault = error instanceof Error ? error : new Error(String(error));
      this.#asked?.reject(this.#fault);
    }
  }

  /** Answers a step, and waits for the next one to be asked for. */
  #give(share: number): Promise<void> {
    this.#go = Promise.withResolvers<void>();
    this.#answer({ share, isDone: false });
    return this.#go.promise;
  }

  #answer(done: Omit<Step, 'writes'>): void {
    const writes = this.#writes;
    this.#writes = [];
    this.#asked?.resolve({ ...done, writes });
  }

  #place() {
    const writable = new WritableStream<StreamTargetChunk>({
      write: ({ data, position }) => void this.#writes.push({ at: position, data: base64Of(data) }),
    });
    return { target: new StreamTarget(writable, { chunked: true, chunkSize: 1024 ** 2 }), drop: async () => {} };
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4_096) text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
  return btoa(text);
}
