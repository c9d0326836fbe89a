import type { MemberId } from '@plenum/shared/core/ids';
import { alone } from './alone.ts';
import type { Ears } from './MediaEngine.ts';
import type { Router } from './router.ts';
import type { LiveStream } from './Uplinks.ts';

/** Carries voices of members of one room into other rooms, packet by packet. */
export class Megaphone {
  readonly #router: () => Router | undefined;
  readonly #audiences = new Map<MemberId, ReadonlySet<Ears>>();
  /** Live microphones and their mute state. */
  readonly #mics = new Map<MemberId, { readonly stream: LiveStream; muted: boolean; tapped: boolean }>();

  /** @param router the router that carries the room now */
  constructor(router: () => Router | undefined) {
    this.#router = router;
  }

  /** Exactly these rooms hear the member from now on; an empty list ends it. */
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

  /** The router and every microphone on it are gone. Who speaks to which rooms is kept. */
  lost(): void {
    for (const { stream } of this.#mics.values()) this.stopped(stream);
  }

  #tap(member: MemberId): void {
    const mic = this.#mics.get(member);
    if (!mic || mic.tapped || !this.#audiences.has(member)) return;
    mic.tapped = true;
    const hear = (packet: Buffer): void => {
      if (mic.muted || this.#mics.get(member) !== mic) return;
      // Each room rewrites its packet in place, so each gets a copy.
      for (const room of this.#audiences.get(member) ?? []) room.hear(member, Buffer.from(packet));
    };
    alone(this.#router()?.tap(mic.stream.producer, hear));
  }
}
