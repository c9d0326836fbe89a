import type { IncomingMessage } from 'node:http';
import { AppError } from '@plenum/shared/core/errors';
import { AddressRate } from './AddressRate.ts';
import { addressOf } from './addressOf.ts';
import { Crowd } from './connections.ts';
import { isOwnOrigin } from './origin.ts';

interface LineDoorOptions {
  readonly publicHost: string | undefined;
  readonly trustProxy: number;
  /** How many lines one address may have at once. */
  readonly addressLines: number;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** New lines of one address a second, beside as many at once as it may have: all of them come back after a restart. */
const perSecond = 50;

/** What every line passes before its upgrade is answered: it comes from our own page, and not too many from one address. */
export class LineDoor {
  readonly #options: LineDoorOptions;
  readonly #crowd: Crowd;
  readonly #rate: AddressRate;

  constructor(options: LineDoorOptions) {
    this.#options = options;
    this.#crowd = new Crowd(options.addressLines);
    this.#rate = new AddressRate({ burst: 2 * options.addressLines, perSecond }, options.now);
  }

  /** Counts the line until its socket is closed. @throws AppError `forbidden`, `limited` */
  enter(request: IncomingMessage): void {
    const { publicHost, trustProxy, addressLines } = this.#options;
    if (!isOwnOrigin(request, publicHost)) throw new AppError('forbidden', 'Foreign origin.');
    const address = addressOf(request, trustProxy);
    if (!this.#rate.takes(address)) {
      throw new AppError('limited', 'This address opens too many lines. Wait a minute.');
    }
    if (!this.#crowd.takes(address, request.socket)) {
      throw new AppError(
        'limited',
        `This address has ${addressLines} lines. Close some; PLENUM_ADDRESS_LINES allows more.`,
      );
    }
  }
}
