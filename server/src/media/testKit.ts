import type { RequestInput } from '@plenum/shared/core/contract';
import { kindOfSource, type ConsumerInfo, type media, type Source } from '@plenum/shared/features/media/contract';
import type { After } from './after.ts';
import type { MediaLine } from './MediaEngine.ts';

/** A clock that only the test moves. */
export class TestClock {
  #now = 0;
  #nextId = 0;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  readonly after: After = (ms, callback) => {
    const id = (this.#nextId += 1);
    this.#timers.set(id, { at: this.#now + ms, callback });
    return () => this.#timers.delete(id);
  };

  get timers(): number {
    return this.#timers.size;
  }

  turn(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      const [id, timer] = next;
      this.#timers.delete(id);
      this.#now = timer.at;
      timer.callback();
    }
    this.#now = until;
  }
}

/** Things that happened, in order, which a test can wait for. */
export class Happened<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  readonly push = (item: T): void => {
    this.all.push(item);
    for (const look of this.#waiting) look();
  };

  /** Resolves as soon as the condition holds; the test's own time limit ends it if it never does. */
  until(condition: (all: readonly T[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition(this.all)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async count(count: number): Promise<readonly T[]> {
    await this.until((all) => all.length >= count);
    return this.all;
  }
}

type Said =
  | { readonly type: 'consume'; readonly consumers: readonly ConsumerInfo[] }
  | { readonly type: 'consumersClosed'; readonly ids: readonly string[] }
  | { readonly type: 'reset' };

/** A browser's end of a media line: answers offers at once unless told to hold them. */
export class TestLine implements MediaLine {
  readonly said = new Happened<Said>();
  #mode: 'answer' | 'hold' | 'lost' = 'answer';
  #held: { resolve: () => void; reject: (error: Error) => void }[] = [];

  consume(consumers: readonly ConsumerInfo[]): Promise<void> {
    this.said.push({ type: 'consume', consumers });
    switch (this.#mode) {
      case 'answer':
        return Promise.resolve();
      case 'hold':
        return new Promise((resolve, reject) => this.#held.push({ resolve, reject }));
      case 'lost':
        return Promise.reject(new Error('The line is lost.'));
    }
  }

  consumersClosed(ids: readonly string[]): void {
    this.said.push({ type: 'consumersClosed', ids });
  }

  reset(): void {
    this.said.push({ type: 'reset' });
  }

  /** Offers stay unanswered until `answer` or `lose`. */
  hold(): void {
    this.#mode = 'hold';
  }

  answer(): void {
    this.#mode = 'answer';
    for (const { resolve } of this.#held.splice(0)) resolve();
  }

  lose(): void {
    this.#mode = 'lost';
    for (const { reject } of this.#held.splice(0)) reject(new Error('The line is lost.'));
  }

  get offers(): (readonly ConsumerInfo[])[] {
    return this.said.all.flatMap((said) => (said.type === 'consume' ? [said.consumers] : []));
  }

  get closedIds(): (readonly string[])[] {
    return this.said.all.flatMap((said) => (said.type === 'consumersClosed' ? [said.ids] : []));
  }

  get resets(): number {
    return this.said.all.filter(({ type }) => type === 'reset').length;
  }

  /** The n-th offer, as soon as it was made. */
  async offer(n: number): Promise<readonly ConsumerInfo[]> {
    await this.said.until(() => this.offers.length >= n);
    return this.offers[n - 1] ?? [];
  }

  async closed(n: number): Promise<readonly string[]> {
    await this.said.until(() => this.closedIds.length >= n);
    return this.closedIds[n - 1] ?? [];
  }

  async reseted(n: number): Promise<void> {
    await this.said.until(() => this.resets >= n);
  }
}

/** What a consumer list is about, in a form that is easy to compare. */
export function streamsIn(offer: readonly ConsumerInfo[]): string[] {
  return offer.map(({ member, source }) => `${member} ${source}`).sort();
}

let lastSsrc = 1_000;
let lastMid = 0;

/** Parameters that a browser might send: one Opus stream, or VP8 in three layers with retransmission. */
export function sending(source: Source): RequestInput<typeof media, 'publish'>['rtpParameters'] {
  const mid = String((lastMid += 1));
  const ssrc = (lastSsrc += 10);
  if (kindOfSource[source] === 'audio') {
    return {
      mid,
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: 111,
          clockRate: 48_000,
          channels: 2,
          parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
          rtcpFeedback: [{ type: 'transport-cc', parameter: '' }],
        },
      ],
      headerExtensions: [
        { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} },
        { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
      ],
      encodings: [{ ssrc, dtx: true }],
      rtcp: { cname: 'Jx+4/ab==', reducedSize: true },
      msid: 'one two',
    };
  }
  return {
    mid,
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
    ],
    headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10, encrypt: false, parameters: {} }],
    encodings: [0, 1, 2].map((i) => ({
      ssrc: ssrc + 2 * i,
      rtx: { ssrc: ssrc + 2 * i + 1 },
      rid: `r${i}`,
      maxBitrate: 100_000 * 3 ** i,
      scalabilityMode: 'L1T3',
      active: true,
      scaleResolutionDownBy: 4 / 2 ** i,
    })),
    rtcp: { cname: 'Jx+4/ab==', reducedSize: true },
  };
}

/** What a browser can receive. */
export const receiving: RequestInput<typeof media, 'ready'>['rtpCapabilities'] = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 }, rtcpFeedback: [] },
    { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000, parameters: {}, rtcpFeedback: [{ type: 'nack', parameter: '' }] },
    { kind: 'video', mimeType: 'video/rtx', preferredPayloadType: 102, clockRate: 90_000, parameters: { apt: 101 }, rtcpFeedback: [] },
  ],
  headerExtensions: [{ kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1, preferredEncrypt: false }],
};

/** How a browser shows itself to DTLS. */
export const dtls: RequestInput<typeof media, 'connect'>['dtlsParameters'] = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'A7').join(':') }],
};
