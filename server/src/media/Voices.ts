import type { MemberId } from '@plenum/shared/core/ids';
import { alone } from './alone.ts';
import type { Ears } from './MediaEngine.ts';
import type { SlotProducer } from './router.ts';
import { isRtp } from './slots/rtp.ts';
import { SlotRewriter } from './slots/SlotRewriter.ts';
import type { LiveStream } from './Uplinks.ts';

interface VoicesOptions {
  /** Rejects when there is no router, or when the router has no audio slots. */
  readonly createProducer: () => Promise<SlotProducer>;
  readonly begin: (stream: LiveStream) => void;
  readonly end: (stream: LiveStream) => void;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

type Voice =
  /** `failed`: not tried again until the voice ends or the router changes. */
  | { readonly kind: 'making' | 'failed' }
  | {
      readonly kind: 'here';
      readonly stream: LiveStream;
      readonly producer: SlotProducer;
      readonly rewriter: SlotRewriter;
    };

/** Voices from other rooms. Each is a stream of its own, beside the room's audio slots. */
export class Voices implements Ears {
  readonly #options: VoicesOptions;
  readonly #voices = new Map<MemberId, Voice>();

  constructor(options: VoicesOptions) {
    this.#options = options;
  }

  hear(member: MemberId, packet: Buffer): void {
    if (!isRtp(packet)) return;
    const voice = this.#voices.get(member);
    // The first syllable is lost while the stream is made.
    if (!voice) alone(this.#make(member));
    else if (voice.kind === 'here' && voice.rewriter.rewrite(packet, this.#options.now())) voice.producer.send(packet);
  }

  silence(member: MemberId): void {
    const voice = this.#voices.get(member);
    this.#voices.delete(member);
    if (voice?.kind !== 'here') return;
    this.#options.end(voice.stream);
    voice.producer.close();
  }

  /** The router and all streams on it are gone; the next packet makes a new stream. */
  lost(): void {
    this.#voices.clear();
  }

  async #make(member: MemberId): Promise<void> {
    const making: Voice = { kind: 'making' };
    this.#voices.set(member, making);
    try {
      const producer = await this.#options.createProducer();
      if (this.#voices.get(member) !== making) return producer.close();
      const stream: LiveStream = { member, source: 'mic', producer, visits: true };
      this.#voices.set(member, { kind: 'here', stream, producer, rewriter: new SlotRewriter(producer.ssrc) });
      this.#options.begin(stream);
    } catch {
      if (this.#voices.get(member) === making) this.#voices.set(member, { kind: 'failed' });
    }
  }
}
