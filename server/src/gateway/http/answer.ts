import type { Request, Response } from 'express';
import { AppError } from '@plenum/shared/core/errors';
import type { FileStore } from '../../storage/files/FileStore.ts';
import { saidOf } from './reading.ts';
import { type RoomFile, sendFile } from './sendFile.ts';
import { type PlainFile, sendRange } from './sendRange.ts';
import type { AnyAsked, Serving } from './serving.ts';

interface AnswerOptions {
  readonly files: FileStore;
  readonly failed: (what: string, error: unknown) => void;
}

/** The most bytes of a refused body that are read and dropped; the connection of a larger one is closed. */
const mostDropped = 256 * 1024;

/** The answer to one request: JSON, a file, a calendar, or lines of JSON, as the contract says. */
export class Answer {
  readonly #serving: Serving;
  readonly #request: Request;
  readonly #response: Response;
  readonly #options: AnswerOptions;
  readonly #gone = new AbortController();
  #isHandled = false;

  constructor(serving: Serving, request: Request, response: Response, options: AnswerOptions) {
    this.#serving = serving;
    this.#request = request;
    this.#response = response;
    this.#options = options;
    response.once('close', () => this.#gone.abort());
  }

  /** Aborted when the connection closes. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Sends one line of the answer at once. */
  readonly say = (line: unknown): void => {
    if (!this.#response.headersSent) {
      this.#response.status(200).set({
        'Content-Type': 'application/x-ndjson; charset=utf-8',
        // A proxy must not hold back lines of progress.
        'X-Accel-Buffering': 'no',
      });
    }
    if (!this.#hasGone) this.#response.write(`${JSON.stringify(line)}\n`);
  };

  /** Calls the handler and sends its answer. */
  async send(asked: AnyAsked): Promise<void> {
    this.#isHandled = true;
    const { endpoint, handle } = this.#serving;
    const value: unknown = await handle(asked);
    if (endpoint.answer === 'bytes') {
      const file = value as RoomFile | PlainFile;
      if ('open' in file) await sendRange(this.#request, this.#response, file);
      else await sendFile(this.#request, this.#response, this.#options.files, file);
      return;
    }
    if (endpoint.answer === 'calendar') {
      const headers = {
        'Content-Disposition': 'attachment; filename="plenum.ics"',
        'X-Content-Type-Options': 'nosniff',
      };
      this.#response.type('text/calendar').set(headers).send(value);
      return;
    }
    this.#tell(value, endpoint.status ?? 200);
  }

  /** Sends the contract's answer for a failure. @throws the error when the contract has none and the response has not begun */
  fail(error: unknown): void {
    // The client is gone.
    if (this.#hasGone) return;
    if (!this.#request.complete && this.#hasMuchLeft) this.#response.setHeader('Connection', 'close');
    const isTooLarge = error instanceof AppError && error.bound === 'bytes';
    const stands: unknown = this.#isHandled || isTooLarge ? this.#serving.refused?.(error) : undefined;
    if (stands !== undefined) return this.#tell(stands, 200);
    if (!this.#response.headersSent) throw error;
    this.#options.failed(this.#serving.endpoint.name, error);
    // The client sees a connection that broke off.
    this.#response.destroy();
  }

  #tell(value: unknown, status: number): void {
    if (this.#serving.endpoint.answer !== 'lines') {
      this.#response.status(status).json(value);
      return;
    }
    this.say(value);
    this.#response.end();
  }

  get #hasGone(): boolean {
    return this.gone.aborted || (this.#request.destroyed && !this.#request.complete);
  }

  get #hasMuchLeft(): boolean {
    const said = saidOf(this.#request);
    const isStream = this.#request.headers['transfer-encoding'] !== undefined;
    return isStream || (said !== undefined && said > mostDropped);
  }
}
