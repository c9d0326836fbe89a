import type { MemberId } from '@plenum/shared/core/ids';
import { alone } from '../alone.ts';
import type { Router, SlotProducer } from '../router.ts';
import { latestSoundMs, voicesAt } from '../overload/shedLevels.ts';
import type { LiveStream } from '../Uplinks.ts';
import { Microphone } from './Microphone.ts';
import { isRtp, levelOf } from './rtp.ts';
import { SlotRewriter } from './SlotRewriter.ts';
import { SpeakerSelection } from './SpeakerSelection.ts';

/** How often levels are told while anybody talks, in ms, and of how many microphones. */
const levelsEveryMs = 200;
const levelsAtOnce = 8;

/** An audio slot as members receive it: one stream for the whole room, with changing speakers. */
export interface SlotStream {
  readonly slot: number;
  readonly producer: SlotProducer;
}

/** Loudness of one member, in dBov. */
export interface Level {
  readonly member: MemberId;
  readonly level: number;
}

/** The calls of the audio slots to their room. */
export interface SlotEvents {
  /** The holder of an audio slot changed. Called before the new holder's first packet is sent. */
  onHolders(): void;
  /** The members who talk, loudest first; a few times a second. */
  onLevels(levels: readonly Level[]): void;
}

/** What the audio slots need of a router. */
type SlotRouter = Pick<Router, 'tap' | 'createSlot' | 'heardLate' | 'levelExtension' | 'shedLevel'>;

interface Slot {
  readonly stream: SlotStream;
  readonly rewriter: SlotRewriter;
  /** The microphone that sent the last packet of an unbroken run. */
  feeding: Microphone | undefined;
}

/** The few streams through which members hear the microphones: each carries the packets of its present holder. */
export class AudioSlots {
  readonly #router: SlotRouter;
  readonly #events: SlotEvents;
  readonly #now: () => number;
  readonly #slots: readonly Slot[];
  readonly #selection: SpeakerSelection<Microphone>;
  readonly #mics = new Map<LiveStream, Microphone>();
  readonly #levels = new Map<MemberId, number>();
  #levelsAt = Number.NEGATIVE_INFINITY;

  private constructor(of: {
    router: SlotRouter;
    events: SlotEvents;
    now: () => number;
    producers: readonly SlotProducer[];
  }) {
    this.#router = of.router;
    this.#events = of.events;
    this.#now = of.now;
    this.#slots = of.producers.map((producer, slot) => ({
      stream: { slot, producer },
      rewriter: new SlotRewriter(producer.ssrc),
      feeding: undefined,
    }));
    this.#selection = new SpeakerSelection(this.#slots.length);
  }

  /** Makes `count` audio slots on a router. @throws AppError `unavailable` */
  static async create(of: {
    router: SlotRouter;
    count: number;
    events: SlotEvents;
    now: () => number;
  }): Promise<AudioSlots> {
    const { router, count, events, now } = of;
    const producers = await Promise.all(Array.from({ length: count }, () => router.createSlot()));
    return new AudioSlots({ router, events, now, producers });
  }

  get streams(): readonly SlotStream[] {
    return this.#slots.map(({ stream }) => stream);
  }

  /** The member heard through each audio slot. */
  get holders(): readonly (MemberId | undefined)[] {
    return this.#selection.holders.map((mic) => mic?.stream.member);
  }

  /** Listens to a microphone until `remove`. */
  add(stream: LiveStream, muted: boolean): void {
    const mic = new Microphone(stream, muted);
    this.#mics.set(stream, mic);
    alone(this.#router.tap(stream.producer, (packet) => this.#hear(mic, packet)));
  }

  mute(stream: LiveStream, muted: boolean): void {
    const mic = this.#mics.get(stream);
    if (!mic) return;
    mic.muted = muted;
    if (muted) this.#silence(mic);
  }

  remove(stream: LiveStream): void {
    const mic = this.#mics.get(stream);
    if (!mic || !this.#mics.delete(stream)) return;
    this.#silence(mic);
    this.#selection.forget(mic);
  }

  /** These members get an audio slot without waiting for another member's hold to end. */
  prefer(members: ReadonlySet<MemberId>): void {
    this.#selection.prefer(({ stream }) => members.has(stream.member));
  }

  /** The shed level of the router has changed: fewer voices may be heard at once, or more. */
  review(): void {
    if (!this.#selection.limit(voicesAt(this.#router.shedLevel), this.#now())) return;
    const { holders } = this.#selection;
    for (const [slot, holder] of holders.entries()) {
      const of = this.#slots[slot];
      if (of && of.feeding !== holder) of.feeding = undefined;
    }
    this.#events.onHolders();
  }

  #silence(mic: Microphone): void {
    mic.forgetKept();
    this.#levels.delete(mic.stream.member);
    for (const slot of this.#slots) if (slot.feeding === mic) slot.feeding = undefined;
    if (this.#selection.drop(mic)) this.#events.onHolders();
  }

  #hear(mic: Microphone, packet: Buffer): void {
    const at = this.#now();
    // Packets can arrive after their microphone was muted or ended.
    if (mic.muted || this.#mics.get(mic.stream) !== mic || !isRtp(packet) || !mic.takes(packet, at)) return;
    const lateness = mic.latenessOf(packet, at);
    this.#router.heardLate(mic.stream.producer, lateness);
    const { shedLevel } = this.#router;
    if (shedLevel > 0 && lateness > latestSoundMs(shedLevel)) return this.#interrupt(mic);
    const level = levelOf(packet, this.#router.levelExtension);
    const verdict = this.#selection.hear(mic, level, at);
    if (verdict.talking) this.#note(mic, level, at);
    if (verdict.changed) this.#events.onHolders();
    const slot = verdict.slot === undefined ? undefined : this.#slots[verdict.slot];
    if (slot) this.#feed(slot, mic, { packet, at });
    else this.#pause(mic, packet, at);
  }

  #pause(mic: Microphone, packet: Buffer, at: number): void {
    this.#interrupt(mic);
    mic.keep(packet, at);
  }

  /** The next packet begins a new run. Its numbers follow the last ones: a gap would be asked for again by every listener. */
  #interrupt(mic: Microphone): void {
    for (const slot of this.#slots) if (slot.feeding === mic) slot.feeding = undefined;
  }

  #feed(slot: Slot, mic: Microphone, newest: { packet: Buffer; at: number }): void {
    let packets: readonly { packet: Buffer; at: number }[] = [newest];
    if (slot.feeding !== mic) {
      slot.feeding = mic;
      slot.rewriter.begin();
      packets = [...mic.takeKept(newest.at), newest];
    }
    const { producer } = slot.stream;
    for (const { packet, at } of packets) if (slot.rewriter.rewrite(packet, at)) producer.send(packet);
  }

  #note(mic: Microphone, level: number, at: number): void {
    const { member } = mic.stream;
    this.#levels.set(member, Math.max(level, this.#levels.get(member) ?? level));
    if (at - this.#levelsAt < levelsEveryMs) return;
    this.#levelsAt = at;
    const levels = [...this.#levels].map(([of, loudness]) => ({ member: of, level: loudness }));
    this.#levels.clear();
    this.#events.onLevels(levels.sort((a, b) => b.level - a.level).slice(0, levelsAtOnce));
  }
}
