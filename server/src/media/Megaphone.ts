import type { MemberId } from '@plenum/shared/core/ids';
import { alone } from './alone.ts';
import type { Ears } from './MediaEngine.ts';
import type { Router } from './router.ts';
import type { LiveStream } from './Uplinks.ts';

/** Carries the voices of members of one room into other rooms, packet by packet. */
export class Megaphone {
  readonly #router: () => Router | undefined;
  readonly #audiences = new Map<MemberId, ReadonlySet<Ears>>();
  /** Microphones that are live, and whether they are muted. */
  readonly #mics = new Map<MemberId, { readonly stream: LiveStream; muted: boolean; tapped: boolean }>();

  /** @param router the one that carries the room now */
  constructor(router: () => Router | undefined) {
    this.#router = router;
  }

  /** From now on these rooms hear what the member says, and no others; none with an empty list. */
  speakTo(member: MemberId, rooms: readonly Ears[]): void {
    const now = new Set(rooms);
    for (const room of this.#audiences.get(member) ?? []) if (!now.has(room)) room.silence(member);
    if (now.size === 0) this.#audiences.delete(member);
    else this.#audiences.set(member, now);
    this.#tap(member);
  }

  started(stream: LiveStream, muted: boolean): void {
    if (stream.source !== 'mic') return;
    this.#mics.set(stream.member, { stream, muted, tapped: false });
    this.#tap(stream.member);
  }

  muted(stream: LiveStream, muted: boolean): void {
    const mic = this.#mics.get(stream.member);
    if (mic?.stream === stream) mic.muted = muted;
  }

  stopped(stream: LiveStream): void {
    if (this.#mics.get(stream.member)?.stream !== stream) return;
    this.#mics.delete(stream.member);
    for (const room of this.#audiences.get(stream.member) ?? []) room.silence(stream.member);
  }

  /** The router is gone, and every microphone with it; who speaks to whom stays. */
  lost(): void {
    for (const { stream } of this.#mics.values()) this.stopped(stream);
  }

  #tap(member: MemberId): void {
    const mic = this.#mics.get(member);
    if (!mic || mic.tapped || !this.#audiences.has(member)) return;
    mic.tapped = true;
    const hear = (packet: Buffer): void => {
      if (mic.muted || this.#mics.get(member) !== mic) return;
      // Each room makes another packet of it.
      for (const room of this.#audiences.get(member) ?? []) room.hear(member, Buffer.from(packet));
    };
    alone(this.#router()?.tap(mic.stream.producer, hear));
  }
}
