import { AppError, assertNever } from '@plenum/shared/core/errors';
import type { TransportSide } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';
import { Retry } from './retry.ts';

interface IceKeeperOptions {
  readonly transport: types.Transport;
  readonly side: TransportSide;
  /** Asks the server for new ICE parameters. */
  readonly restart: (side: TransportSide) => Promise<types.IceParameters>;
  /** Initial value: false when this transport replaces one that did not work. */
  readonly flows: boolean;
  /** `flows` may have changed. */
  readonly onFlow: () => void;
  /** Restarts do not help. */
  readonly onBroken: () => void;
}

/** Consecutive restarts after which the transports are given up. */
const maxRestarts = 5;

/** Watches one transport and restarts its ICE while packets do not get through. */
export class IceKeeper {
  readonly #options: IceKeeperOptions;
  readonly #retry: Retry;
  #restarts = 0;
  #flows: boolean;

  constructor(options: IceKeeperOptions) {
    this.#options = options;
    this.#flows = options.flows;
    this.#retry = new Retry({ run: () => void this.#restart(), onWait: () => undefined });
    options.transport.on('connectionstatechange', () => this.check());
  }

  /** False while packets do not get through; true while there is nothing to carry. */
  get flows(): boolean {
    return this.#flows || this.#options.transport.connectionState === 'new';
  }

  /** Checks the transport now: after a change, or when the line is open again. */
  check(): void {
    const { connectionState } = this.#options.transport;
    switch (connectionState) {
      case 'connected':
        this.#flows = true;
        this.#restarts = 0;
        this.#retry.reset();
        break;
      case 'disconnected':
      case 'failed':
        this.#flows = false;
        this.#retry.schedule();
        break;
      case 'new':
      case 'connecting':
      case 'closed':
        // The transport is connecting, or ICE is being restarted: nothing to report.
        break;
      default:
        assertNever(connectionState);
    }
    this.#options.onFlow();
  }

  close(): void {
    this.#retry.close();
  }

  async #restart(): Promise<void> {
    const { transport, side, restart, onBroken } = this.#options;
    if (this.#restarts >= maxRestarts) return onBroken();
    try {
      await transport.restartIce({ iceParameters: await restart(side) });
      this.#restarts += 1;
    } catch (error) {
      if (transport.closed) return;
      // `unavailable` means that there is no line. Any other refusal but `limited` means: the server lost this transport.
      if (error instanceof AppError && error.code !== 'unavailable' && error.code !== 'limited') return onBroken();
    }
    if (!transport.closed) this.check();
  }
}
