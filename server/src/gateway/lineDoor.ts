import type { IncomingMessage } from 'node:http';
import { AppError } from '@plenum/shared/core/errors';
import { AddressRate } from './AddressRate.ts';
import { addressOf } from './addressOf.ts';
import { OpenSockets } from './connections.ts';
import { isOwnOrigin } from './origin.ts';

interface LineDoorOptions {
  readonly publicHost: string | undefined;
  /** The origins whose pages may open lines here, beside our own: those of the cluster. */
  readonly origins?: (() => readonly string[]) | undefined;
  readonly trustProxy: number;
  /** The most lines of one address at once. */
  readonly addressLines: number;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** New lines of one address a second, after a burst of all that it may have: all come back at once after a restart. */
const perSecond = 50;

/** Checks each upgrade before it is answered: it comes from our own page, and its address keeps the bounds of lines. */
export class LineDoor {
  readonly #options: LineDoorOptions;
  readonly #sockets: OpenSockets;
  readonly #rate: AddressRate;

  constructor(options: LineDoorOptions) {
    this.#options = options;
    this.#sockets = new OpenSockets(options.addressLines);
    this.#rate = new AddressRate({ burst: 2 * options.addressLines, perSecond }, options.now);
  }

  /** @param address as `addressOf` gives it. @throws AppError `full` when this address can open no line now */
  requireSpace(address: string): void {
    if (this.hasSpace(address)) return;
    const { addressLines } = this.#options;
    const message = `This address has ${addressLines} lines. Close some; PLENUM_ADDRESS_LINES allows more.`;
    throw new AppError('full', message, 'lines');
  }

  /** Counts the line until its socket closes. @throws AppError `forbidden`, `limited` */
  enter(request: IncomingMessage): void {
    const { publicHost, trustProxy, addressLines, origins } = this.#options;
    if (!isOwnOrigin(request, publicHost, origins?.()))
      throw new AppError('forbidden', 'This request comes from a page of another server.');
    const address = addressOf(request, trustProxy);
    if (!this.#rate.takes(address)) {
      throw new AppError('limited', 'This address opens too many lines. Wait a minute.');
    }
    if (!this.#sockets.takes(address, request.socket)) {
      throw new AppError(
        'limited',
        `This address has ${addressLines} lines. Close some; PLENUM_ADDRESS_LINES allows more.`,
      );
    }
  }

  /** True while the bound on lines at once lets this address open one more. */
  hasSpace(address: string): boolean {
    return this.#sockets.hasSpace(address);
  }
}
