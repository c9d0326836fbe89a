/** How long a silent speaker keeps the audio slot before another may take it, in ms. */
export const slotHoldMs = 2_000;

/** A packet below `audible` is no voice; a single packet above `surely` is enough for one. In dBov. */
const audible = -65;
const surely = -35;
/** How far a voice exceeds its microphone's noise, in dB; how fast the noise estimate rises, and its maximum in dBov. */
const standsOut = 8;
const noiseRisePerMs = 0.004;
const loudestNoise = -45;
const learnsFromMs = 500;

/** A voice that is this much louder, in dB, for this long without a pause, in ms, may take the slot of an active speaker. */
const louder = 6;
const insistsMs = 500;
const pauseMs = 400;
const weight = 0.1;

interface Voice {
  noise: number;
  /** One bit for each of the last packets; 1 where it held a voice. */
  votes: number;
  /** Average level of the packets that held a voice, in dBov. */
  loudness: number;
  heardAt: number;
  voicedAt: number;
  /** Start of talking without a pause, in ms. */
  talksSince: number;
}

/** The result for one packet. `slot`: the audio slot that sends it; undefined: the packet is not sent. */
export interface Verdict {
  readonly slot: number | undefined;
  readonly talking: boolean;
  /** True when another microphone, or none, held the slot before. */
  readonly changed: boolean;
}

/** Decides for each packet which microphones hold the audio slots. Pure: `at`, in ms, is its only clock. */
export class SpeakerSelection<M> {
  readonly #voices = new Map<M, Voice>();
  readonly #holders: (M | undefined)[];
  /** The last holder of each slot, so that a speaker returns to the same slot after a pause. */
  readonly #lastHolders: (M | undefined)[];
  #isPreferred: (mic: M) => boolean = () => false;
  /** The slots that are in use. */
  #open: ReadonlySet<number>;

  constructor(slots: number) {
    this.#holders = Array.from({ length: slots }, () => undefined);
    this.#lastHolders = [...this.#holders];
    this.#open = new Set(this.#holders.keys());
  }

  /** The present holder of each slot. */
  get holders(): readonly (M | undefined)[] {
    return this.#holders;
  }

  /** A preferred microphone, for example a presenter's, takes a slot before another holder's hold ends. */
  prefer(isPreferred: (mic: M) => boolean): void {
    this.#isPreferred = isPreferred;
  }

  /**
   * From now on at most this many slots are in use. Those who are preferred keep theirs, then those who talk, the loudest
   * first. True when a holder has lost a slot.
   */
  limit(most: number, at: number): boolean {
    const slots = [...this.#holders.keys()].sort((one, other) => this.#rank(other, at) - this.#rank(one, at));
    this.#open = new Set(slots.slice(0, most));
    const lost = slots.slice(most).filter((slot) => this.#holders[slot] !== undefined);
    for (const slot of lost) this.#holders[slot] = undefined;
    return lost.length > 0;
  }

  /** Takes in the level of one packet, in dBov. */
  hear(mic: M, level: number, at: number): Verdict {
    const voice = this.#voices.get(mic) ?? this.#create(mic, level, at);
    const talking = listen(voice, level, at);
    const held = this.#holders.indexOf(mic);
    if (held >= 0) {
      // A silent holder sends nothing more after the hold, until its next word.
      const slot = at - voice.voicedAt <= slotHoldMs ? held : undefined;
      return { slot, talking, changed: false };
    }
    const slot = talking ? this.#place(mic, voice, at) : undefined;
    if (slot === undefined) return { slot, talking, changed: false };
    this.#holders[slot] = mic;
    this.#lastHolders[slot] = mic;
    return { slot, talking, changed: true };
  }

  /** The microphone is muted or gone. True when it held a slot. */
  drop(mic: M): boolean {
    this.#voices.delete(mic);
    const held = this.#holders.indexOf(mic);
    if (held < 0) return false;
    this.#holders[held] = undefined;
    return true;
  }

  /** Forgets an ended microphone. */
  forget(mic: M): void {
    for (const [slot, last] of this.#lastHolders.entries()) if (last === mic) this.#lastHolders[slot] = undefined;
  }

  #create(mic: M, level: number, at: number): Voice {
    const noise = Math.min(level, audible - standsOut);
    const never = Number.NEGATIVE_INFINITY;
    const voice: Voice = { noise, votes: 0, loudness: level, heardAt: at, voicedAt: never, talksSince: at };
    this.#voices.set(mic, voice);
    return voice;
  }

  #place(mic: M, voice: Voice, at: number): number | undefined {
    const own = this.#lastHolders.indexOf(mic);
    if (this.#open.has(own) && this.#silence(own, at) > slotHoldMs) return own;
    const free = this.#longestSilent(at, () => true);
    if (free !== undefined && this.#silence(free, at) > slotHoldMs) return free;
    if (this.#isPreferred(mic)) return this.#longestSilent(at, (holder) => !this.#isPreferred(holder));
    return at - voice.talksSince >= insistsMs ? this.#quieterThan(voice.loudness - louder) : undefined;
  }

  /** An empty slot, else the takeable slot whose holder has been silent longest. */
  #longestSilent(at: number, mayTake: (holder: M) => boolean): number | undefined {
    let best: number | undefined;
    for (const [slot, holder] of this.#holders.entries()) {
      if (!this.#open.has(slot) || (holder !== undefined && !mayTake(holder))) continue;
      if (best === undefined || this.#silence(slot, at) > this.#silence(best, at)) best = slot;
    }
    return best;
  }

  /** The larger, the sooner a slot stays in use: levels are above -127. */
  #rank(slot: number, at: number): number {
    const holder = this.#holders[slot];
    if (holder === undefined) return -1_000;
    const loudness = this.#voices.get(holder)?.loudness ?? -127;
    const talks = this.#silence(slot, at) <= slotHoldMs;
    return loudness + (talks ? 1_000 : 0) + (this.#isPreferred(holder) ? 10_000 : 0);
  }

  #silence(slot: number, at: number): number {
    const holder = this.#holders[slot];
    const voice = holder === undefined ? undefined : this.#voices.get(holder);
    return voice ? at - voice.voicedAt : Number.POSITIVE_INFINITY;
  }

  #quieterThan(loudness: number): number | undefined {
    let best: { slot: number; loudness: number } | undefined;
    for (const [slot, holder] of this.#holders.entries()) {
      const voice = holder === undefined || this.#isPreferred(holder) ? undefined : this.#voices.get(holder);
      if (voice && voice.loudness < (best?.loudness ?? loudness)) best = { slot, loudness: voice.loudness };
    }
    return best?.slot;
  }
}

/** Learns from one packet. True while its microphone talks. */
function listen(voice: Voice, level: number, at: number): boolean {
  const passed = Math.min(at - voice.heardAt, learnsFromMs);
  voice.heardAt = at;
  voice.noise = Math.min(level, loudestNoise, voice.noise + passed * noiseRisePerMs);
  const isVoice = level > audible && level >= voice.noise + standsOut;
  voice.votes = ((voice.votes << 1) | (isVoice ? 1 : 0)) & 0b111;
  const talking = isVoice && (level >= surely || (voice.votes & (voice.votes - 1)) !== 0);
  if (!talking) return false;
  if (at - voice.voicedAt > pauseMs) {
    voice.talksSince = at;
    voice.loudness = level;
  }
  voice.loudness += (level - voice.loudness) * weight;
  voice.voicedAt = at;
  return true;
}
