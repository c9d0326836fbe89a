import type { IncomingMessage } from 'node:http';
import { AppError } from '@plenum/shared/core/errors';
import { addressOf } from './addressOf.ts';
import { Crowd } from './connections.ts';
import { isOwnOrigin } from './origin.ts';

interface LineDoorOptions {
  readonly publicHost: string | undefined;
  readonly trustProxy: number;
  /** How many lines one address may have at once. */
  readonly addressLines: number;
}

/** What every line passes before its upgrade is answered: it comes from our own page, and not too many from one address. */
export class LineDoor {
  readonly #options: LineDoorOptions;
  readonly #crowd: Crowd;

  constructor(options: LineDoorOptions) {
    this.#options = options;
    this.#crowd = new Crowd(options.addressLines);
  }

  /** Counts the line until its socket is closed. @throws AppError `forbidden`, `limited` */
  enter(request: IncomingMessage): void {
    const { publicHost, trustProxy, addressLines } = this.#options;
    if (!isOwnOrigin(request, publicHost)) throw new AppError('forbidden', 'Foreign origin.');
    if (!this.#crowd.takes(addressOf(request, trustProxy), request.socket)) {
      throw new AppError(
        'limited',
        `This address has ${addressLines} lines. Close some; PLENUM_ADDRESS_LINES allows more.`,
      );
    }
  }
}
