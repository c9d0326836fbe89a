/** How long who has fallen silent keeps a slot against whoever would talk now, in ms. */
export const slotHoldMs = 2_000;

/** Below this, in dBov, nothing is a voice; above `surely`, one packet is enough to be one. */
const audible = -65;
const surely = -35;
/** How far a voice stands out of the constant noise of its microphone, in dB; how fast that noise is learned, and its most. */
const standsOut = 8;
const noiseRisePerMs = 0.004;
const loudestNoise = -45;
const learnsFromMs = 500;

/** Whoever is this much louder, in dB, for this long without a pause may take a slot from somebody who talks, too. */
const louder = 6;
const insistsMs = 500;
const pauseMs = 400;
const weight = 0.1;

interface Voice {
  noise: number;
  /** One bit for each of the last packets, 1 where it was a voice. */
  votes: number;
  /** Average of the packets that were a voice, in dBov. */
  loudness: number;
  heardAt: number;
  voicedAt: number;
  /** Since when it talks without a pause. */
  talksSince: number;
}

/** What one packet means for its microphone. `slot`: it is to be sent there; undefined: it is not to be sent now. */
export interface Verdict {
  readonly slot: number | undefined;
  readonly talking: boolean;
  /** True when the slot was somebody else's, or nobody's, until now. */
  readonly changed: boolean;
}

/** Decides packet by packet which microphones are heard through a few slots. Pure: its only clock is `at`, in ms. */
export class SpeakerSelection<M> {
  readonly #voices = new Map<M, Voice>();
  readonly #holders: (M | undefined)[];
  /** Whose slot it last was, so that who pauses comes back to the same place. */
  readonly #lastHolders: (M | undefined)[];
  #isPreferred: (mic: M) => boolean = () => false;

  constructor(slots: number) {
    this.#holders = Array.from({ length: slots }, () => undefined);
    this.#lastHolders = [...this.#holders];
  }

  /** Whose each slot is now. */
  get holders(): readonly (M | undefined)[] {
    return this.#holders;
  }

  /** Who need not wait for somebody else's hold to be over: a presenter. */
  prefer(isPreferred: (mic: M) => boolean): void {
    this.#isPreferred = isPreferred;
  }

  /** A packet of this loudness (dBov) has arrived. */
  hear(mic: M, level: number, at: number): Verdict {
    const voice = this.#voices.get(mic) ?? this.#create(mic, level, at);
    const talking = listen(voice, level, at);
    const held = this.#holders.indexOf(mic);
    if (held >= 0) {
      // Who holds a slot and is silent sends nothing more until the next word.
      const slot = at - voice.voicedAt <= slotHoldMs ? held : undefined;
      return { slot, talking, changed: false };
    }
    const slot = talking ? this.#place(mic, voice, at) : undefined;
    if (slot === undefined) return { slot, talking, changed: false };
    this.#holders[slot] = mic;
    this.#lastHolders[slot] = mic;
    return { slot, talking, changed: true };
  }

  /** Muted or gone. True when that emptied a slot. */
  drop(mic: M): boolean {
    this.#voices.delete(mic);
    const held = this.#holders.indexOf(mic);
    if (held < 0) return false;
    this.#holders[held] = undefined;
    return true;
  }

  /** A microphone that ended is not remembered. */
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
    if (own >= 0 && this.#silence(own, at) > slotHoldMs) return own;
    const free = this.#longestSilent(at, () => true);
    if (free !== undefined && this.#silence(free, at) > slotHoldMs) return free;
    if (this.#isPreferred(mic)) return this.#longestSilent(at, (holder) => !this.#isPreferred(holder));
    return at - voice.talksSince >= insistsMs ? this.#quieterThan(voice.loudness - louder) : undefined;
  }

  /** The slot whose holder has not talked for the longest time, of those that may be taken; an empty one before all. */
  #longestSilent(at: number, mayTake: (holder: M) => boolean): number | undefined {
    let best: number | undefined;
    for (const [slot, holder] of this.#holders.entries()) {
      if (holder !== undefined && !mayTake(holder)) continue;
      if (best === undefined || this.#silence(slot, at) > this.#silence(best, at)) best = slot;
    }
    return best;
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

/** Learns from one packet; true while its microphone talks. */
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
