import type { IceServer, MediaPass } from '@plenum/shared/core/wire';

interface RelayKeeperOptions {
  /** A new pass from the room line; may wait for that line. */
  readonly renew: () => Promise<MediaPass>;
}

/** How long a new credential is waited for before a restart goes on without it, in ms. */
const patienceMs = 5_000;
const againMs = 15_000;

/** The relays and their credentials, renewed at half of their life so that an ICE restart always finds some that are good. */
export class RelayKeeper {
  readonly #renew: () => Promise<MediaPass>;
  #servers: readonly IceServer[] = [];
  /** Epoch ms of this clock; infinite while nothing ends. */
  #goodUntil = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<void> | undefined;

  constructor({ renew }: RelayKeeperOptions) {
    this.#renew = renew;
  }

  /** What there is now, good or not. */
  get servers(): readonly IceServer[] {
    return this.#servers;
  }

  /** These came with a pass. */
  take({ iceServers = [], iceSeconds }: Pick<MediaPass, 'iceServers' | 'iceSeconds'>): void {
    this.#servers = iceServers;
    clearTimeout(this.#timer);
    if (iceServers.length === 0 || iceSeconds === undefined) {
      this.#goodUntil = Number.POSITIVE_INFINITY;
      return;
    }
    this.#goodUntil = Date.now() + iceSeconds * 1_000;
    this.#renewIn(Math.max(1_000, iceSeconds * 500));
  }

  /** Relays that are good, where they can be had; never rejects. A computer that slept may have missed the timer. */
  async fresh(): Promise<readonly IceServer[]> {
    if (Date.now() >= this.#goodUntil) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([this.#renewNow(), late]);
      clearTimeout(timer);
    }
    return this.#servers;
  }

  /** Renews no more until the next pass. Idempotent. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#servers = [];
    this.#goodUntil = Number.POSITIVE_INFINITY;
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renewNow(), ms);
  }

  /** One at a time; what comes after `rest` is thrown away. */
  #renewNow(): Promise<void> {
    const before = this.#servers;
    this.#renewing ??= this.#renew()
      .then(
        (pass) => {
          if (this.#servers === before) this.take(pass);
        },
        () => {
          // Without a room line there is nobody to ask; when it is back, the next try succeeds.
          if (this.#servers === before && before.length > 0) this.#renewIn(againMs);
        },
      )
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }
}
