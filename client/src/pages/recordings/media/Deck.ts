import type { Source } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PlaybackClock } from '../../../core/playback/clock.ts';
import { type Clip, clipsAt } from '../../../core/playback/recorded.ts';
import { ClipPlayer } from './ClipPlayer.ts';

/** How often the players follow the clock, in ms. */
const followMs = 100;
/** Sound that begins within this time is made ready, in ms. */
const aheadMs = 4_000;

interface DeckState {
  /** The pictures at this time, by member and source. */
  readonly pictures: Readonly<Record<string, Clip>>;
  readonly volume: number;
}

/** Plays the sound of a recording, and says which pictures there are; elements of pictures come to it. */
export class Deck {
  readonly store: StoreApi<DeckState> = createStore<DeckState>(() => ({ pictures: {}, volume: 1 }));
  readonly #clock: PlaybackClock;
  readonly #sounds: readonly Clip[];
  readonly #pictures: readonly Clip[];
  readonly #urlOf: (clip: Clip) => string;
  readonly #heard = new Map<string, { readonly player: ClipPlayer; readonly element: HTMLAudioElement }>();
  readonly #seen = new Set<ClipPlayer>();
  readonly #stop: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(clock: PlaybackClock, clips: readonly Clip[], urlOf: (clip: Clip) => string) {
    this.#clock = clock;
    this.#sounds = clips.filter(({ codec }) => codec === 'opus');
    this.#pictures = clips.filter(({ codec }) => codec === 'vp8');
    this.#urlOf = urlOf;
    this.#stop = clock.store.subscribe(() => this.#changed());
    this.#changed();
  }

  /** Shows a picture in an element at the time of the clock; the returned function ends it. */
  show(clip: Clip, element: HTMLVideoElement): () => void {
    const player = new ClipPlayer({ clip, url: this.#urlOf(clip), element, clock: this.#clock });
    this.#seen.add(player);
    player.follow();
    return () => {
      this.#seen.delete(player);
      player.close();
    };
  }

  setVolume(volume: number): void {
    this.store.setState({ volume });
    for (const { element } of this.#heard.values()) element.volume = volume;
  }

  /** How far each element that plays is from the clock, in ms. */
  get drifts(): readonly number[] {
    return [...this.#seen, ...[...this.#heard.values()].map(({ player }) => player)].flatMap(
      ({ drift }) => drift ?? [],
    );
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
    clearInterval(this.#timer);
    this.#keepSounds([]);
  }

  #changed(): void {
    const { playing } = this.#clock.store.getState();
    if (playing) this.#timer ??= setInterval(() => this.#follow(), followMs);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#follow();
  }

  #isFollowing = false;
  #follow(): void {
    // A player that makes the clock stand, or lets it go on, changes the clock again.
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    const { now } = this.#clock;
    this.#keepSounds(clipsAt(this.#sounds, now, aheadMs));
    this.#keepPictures(clipsAt(this.#pictures, now));
    for (const { player } of this.#heard.values()) player.follow();
    for (const player of this.#seen) player.follow();
    this.#isFollowing = false;
  }

  #keepSounds(wanted: readonly Clip[]): void {
    const files = new Set(wanted.map(({ file }) => file));
    for (const [file, { player, element }] of this.#heard) {
      if (files.has(file)) continue;
      player.close();
      element.remove();
      this.#heard.delete(file);
    }
    for (const clip of wanted) {
      if (this.#heard.has(clip.file)) continue;
      const element = new Audio();
      element.volume = this.store.getState().volume;
      // On the page, though not seen: browsers treat it as the page's sound, and tests find it.
      element.hidden = true;
      element.dataset['file'] = clip.file;
      document.body.append(element);
      const player = new ClipPlayer({ clip, url: this.#urlOf(clip), element, clock: this.#clock });
      this.#heard.set(clip.file, { player, element });
    }
  }

  #keepPictures(now: readonly Clip[]): void {
    const { pictures } = this.store.getState();
    const next = Object.fromEntries(now.map((clip) => [pictureKey(clip.member, clip.source), clip]));
    const keys = Object.keys(next);
    const isSame = keys.length === Object.keys(pictures).length && keys.every((key) => pictures[key] === next[key]);
    if (!isSame) this.store.setState({ pictures: next });
  }
}

/** Names the picture of a member and source. */
export function pictureKey(member: string, source: Source): string {
  return `${member}/${source}`;
}
