import type { IceServer, MediaPass } from '@plenum/shared/core/wire';

interface RelayKeeperOptions {
  /** A new pass from the room line; waits for that line. */
  readonly renew: () => Promise<MediaPass>;
}

/** How long an ICE restart waits for new credentials, in ms; then it uses the old ones. */
const patienceMs = 5_000;
const againMs = 15_000;

/** The TURN servers and their credentials, renewed at half of their life, so that an ICE restart always finds valid ones. */
export class RelayKeeper {
  readonly #renew: () => Promise<MediaPass>;
  #servers: readonly IceServer[] = [];
  /** Epoch ms of this clock; infinite for credentials without an end. */
  #goodUntil = Number.POSITIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<void> | undefined;

  constructor({ renew }: RelayKeeperOptions) {
    this.#renew = renew;
  }

  /** The present TURN servers, also with expired credentials. */
  get servers(): readonly IceServer[] {
    return this.#servers;
  }

  /** Takes the TURN servers of a pass. */
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

  /** TURN servers with valid credentials if possible. Never rejects. A computer that slept may have missed the timer. */
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

  /** Stops renewing until the next pass. Idempotent. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#servers = [];
    this.#goodUntil = Number.POSITIVE_INFINITY;
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#renewNow(), ms);
  }

  /** One renewal at a time; a result after `rest` is dropped. */
  #renewNow(): Promise<void> {
    const before = this.#servers;
    this.#renewing ??= this.#renew()
      .then(
        (pass) => {
          if (this.#servers === before) this.take(pass);
        },
        () => {
          // Without a room line the renewal fails; it succeeds once the line is open again.
          if (this.#servers === before && before.length > 0) this.#renewIn(againMs);
        },
      )
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }
}
