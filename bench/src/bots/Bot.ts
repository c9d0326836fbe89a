import { extras } from '@plenum/shared/features/extras';
import { memorySeats } from '@plenum/client/core/seats';
import { type EnterOptions, Session } from '@plenum/client/core/session';
import { Stay } from '@plenum/client/core/stay';
import { stateOf } from '@plenum/client/core/store';
import { breakout } from '@plenum/shared/features/breakout/contract';
import type { Source } from '@plenum/shared/features/media/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { BotHandler, type BadPath, type Depth } from './BotHandler.ts';
import { readClip } from './clips/clip.ts';
import { ClipTrack } from './ClipTrack.ts';
import { Reception } from './Reception.ts';

const clips = { mic: readClip('tone'), camera: readClip('camera'), screen: readClip('screen') } as const;

/** A source of a bot. `mutedMic`: an open but muted microphone, as most are in a lesson. */
export type Sending = 'mic' | 'mutedMic' | 'camera' | 'screen';

/** How one bot takes part. */
export interface BotPlan {
  readonly name: string;
  readonly depth: Depth;
  readonly sends: readonly Sending[];
  /** Whether each picture has the time of its sending, as each packet of sound has. */
  readonly stamped?: boolean;
}

interface BotOptions extends BotPlan, Pick<EnterOptions, 'base' | 'roomId' | 'key' | 'request'> {
  readonly mediaAddress?: string | undefined;
  /** What happens to its media on the way; undefined: nothing. */
  readonly path?: BadPath | undefined;
  /** False: no sound and no pictures. */
  readonly media?: boolean;
}

/** When a bot reached each stage, in epoch ms; 0 for a stage that it did not reach. */
export interface Stages {
  readonly began: number;
  readonly welcome: number;
  readonly mediaOpen: number;
  readonly connected: number;
  readonly firstPacket: number;
}

const now = () => performance.timeOrigin + performance.now();

/** A member without a browser: the client's own core over another WebRTC. */
export class Bot {
  readonly plan: BotPlan;
  readonly session: Session;
  readonly reception: Reception;
  readonly #voices: ClipTrack[] = [];
  readonly #watched = new Set<string>();
  readonly #stay: Stay;
  readonly #times: { began: number; welcome: number; mediaOpen: number };
  #talks = true;
  /** The recording that it accepted. */
  #consented: string | undefined;

  private constructor(
    session: Session,
    { plan, reception, began }: { plan: BotPlan; reception: Reception; began: number },
  ) {
    this.plan = plan;
    this.session = session;
    this.reception = reception;
    this.#times = { began, welcome: now(), mediaOpen: 0 };
    this.#stay = new Stay(session);
    session.store.subscribe(() => {
      this.#look();
      this.#follow();
      this.#consent();
    });
    this.#stay.store.subscribe(({ here }, before) => {
      if (here !== before.here) this.#onHere(here);
    });
    this.#look();
  }

  /** Takes a seat. `publish` sends its streams. */
  static async join({
    base,
    roomId,
    key,
    request,
    mediaAddress,
    path,
    media = true,
    ...plan
  }: BotOptions): Promise<Bot> {
    const began = now();
    const { name, depth } = plan;
    const reception = new Reception();
    const handlerFactory = BotHandler.factory({ name, depth, reception, mediaAddress, path });
    const session = await Session.enter({
      base,
      roomId,
      key,
      name,
      seats: memorySeats(),
      extras,
      handlerFactory,
      media,
      ...(request && { request }),
    });
    return new Bot(session, { plan, reception, began });
  }

  /** Sends every source of its plan; resolves when the server has them. */
  async publish(): Promise<void> {
    await Promise.all(this.plan.sends.map((sending) => this.#publish(sending)));
  }

  /** Starts or ends its voice. Returns the microphone's SSRC, and the time in epoch ms. */
  speak(talks: boolean): { readonly by: number; readonly at: number } {
    this.#talks = talks;
    for (const voice of this.#voices) voice.talks = talks;
    return { by: this.#voices[0]?.ssrc ?? 0, at: now() };
  }

  get stages(): Stages {
    const { connectedAt, firstPacketAt } = this.reception;
    return { ...this.#times, connected: connectedAt, firstPacket: firstPacketAt };
  }

  /** Which pictures the server sends to this bot, as it was told. */
  get shown(): string {
    return this.#here.store.getState().pictures;
  }

  /** The bot's room, and the first media from there, both after `time`; in epoch ms. */
  place(time: number): { readonly room: string; readonly mediaAt: number | undefined } {
    return { room: this.#here.store.getState().room.id, mediaAt: this.reception.firstSince(time) };
  }

  close(): Promise<void> {
    this.#stay.close();
    return this.session.leave();
  }

  /** The session of the room in which the bot is now. */
  get here(): Session {
    return this.#here;
  }

  get #here(): Session {
    return this.#stay.store.getState().here;
  }

  /** Accepts to be recorded: bots have nothing to hide. */
  #consent(): void {
    const state = this.session.store.getState();
    const { recording: now, answers } = stateOf(state, recording);
    if (!now || answers[state.me.id] !== undefined || this.#consented === now.id) return;
    this.#consented = now.id;
    this.session.send(recording, 'answer', { answer: 'accepted' }).catch(() => undefined);
  }

  /** Moves to the room that the meeting's state names, as the page does. */
  #follow(): void {
    const state = this.session.store.getState();
    const place = stateOf(state, breakout).places[state.me.id];
    this.#stay.go(place, () => this.session.send(breakout, 'ticket', {}));
  }

  /** In another room: sends its sources there and watches the videos there. */
  #onHere(here: Session): void {
    if (here !== this.session) here.store.subscribe(() => this.#look());
    this.#look();
    // A bot that moved on meanwhile publishes in the next room.
    void this.publish().catch(() => undefined);
  }

  /** Watches every video: one tile for each. */
  #look(): void {
    const { mediaLine, tracks } = this.#here.store.getState();
    if (mediaLine.state === 'open') this.#times.mediaOpen ||= now();
    const fresh = Object.values(tracks).flatMap((remote) =>
      remote?.track.kind === 'video' && !this.#watched.has(remote.consumerId) ? [remote.consumerId] : [],
    );
    for (const id of fresh) this.#watched.add(id);
    if (fresh.length > 0) this.#here.media.watch(fresh.map((id) => ({ id, paused: false })));
  }

  async #publish(sending: Sending): Promise<void> {
    const source: Source = sending === 'mutedMic' ? 'mic' : sending;
    const track = new ClipTrack(source === 'mic' ? 'audio' : 'video', clips[source], {
      talks: this.#talks,
      ...(this.plan.stamped && { stamped: true }),
    });
    if (source === 'mic') this.#voices.push(track);
    await this.#here.media.publish(source, track, { muted: sending === 'mutedMic' });
  }
}
