import type { ClipTrack } from './ClipTrack.ts';
import { packVp8, type Stamp, stamp, stampPicture } from './payloads.ts';
import { writeRtp } from './rtp.ts';

interface ClipSenderOptions {
  readonly track: ClipTrack;
  readonly ssrc: number;
  readonly payloadType: number;
  /** Id of the audio level header extension. */
  readonly levelId: number | undefined;
  readonly send: (packet: Buffer) => void;
}

/** Time between two packets of a silent microphone, in ms, as Opus with DTX sends them. */
const comfortEveryMs = 400;
const [talking, silent] = [30, 127];
const now = () => performance.timeOrigin + performance.now();

/** Sends one clip in real time. */
export class ClipSender {
  readonly #options: ClipSenderOptions;
  readonly #began = performance.now();
  #unit = 0;
  #frame = 0;
  /** Audio packets or pictures that were sent. */
  #sent = 0;
  #picture = 0;
  #sequence = Math.floor(Math.random() * 0x8000);
  #lastComfort = 0;
  paused = false;
  unwatched = false;

  constructor(options: ClipSenderOptions) {
    this.#options = options;
    pace.add(this);
  }

  get ssrc(): number {
    return this.#options.ssrc;
  }

  /** Makes the next frame a key frame. */
  restart(): void {
    this.#frame = 0;
  }

  /** Sends what is due. After a pause of the process it continues from now, because no microphone catches up. */
  tick(at: number): void {
    const { track } = this.#options;
    const period = 1_000 / track.clip.unitsPerSecond;
    const due = Math.floor((at - this.#began) / period);
    if (due <= this.#unit) return;
    const behind = due - this.#unit;
    for (let unit = behind > 5 ? due : this.#unit + 1; unit <= due; unit += 1) {
      this.#unit = unit;
      if (!this.paused && !this.unwatched && track.enabled && track.readyState === 'live') this.#send(unit);
    }
  }

  close(): void {
    pace.remove(this);
  }

  #send(unit: number): void {
    const { track } = this.#options;
    const { frames, unitsPerSecond } = track.clip;
    const frame = frames[this.#frame % frames.length];
    if (!frame) return;
    this.#frame += 1;
    if (track.kind === 'audio') this.#sendSound(frame, (unit * 48_000) / unitsPerSecond);
    else this.#sendPicture(frame, (unit * 90_000) / unitsPerSecond);
  }

  #sendSound(packet: Buffer, timestamp: number): void {
    const { track, levelId } = this.#options;
    const at = performance.now();
    if (!track.talks && at - this.#lastComfort < comfortEveryMs) return;
    this.#lastComfort = at;
    const level = levelId === undefined ? undefined : { id: levelId, value: track.talks ? talking : silent };
    this.#write(stamp(packet, this.#nextStamp()), { timestamp, marker: false, level });
  }

  #sendPicture(frame: Buffer, timestamp: number): void {
    this.#picture = (this.#picture + 1) & 0x7fff;
    const { track } = this.#options;
    const sent = track.stamped ? stampPicture(frame, this.#nextStamp()) : frame;
    const payloads = packVp8(sent, this.#picture);
    for (const [index, payload] of payloads.entries())
      this.#write(payload, { timestamp, marker: index === payloads.length - 1, level: undefined });
  }

  #nextStamp(): Stamp {
    const count = this.#sent;
    this.#sent += 1;
    return { by: this.ssrc, count, at: now() };
  }

  #write(
    payload: Buffer,
    header: { timestamp: number; marker: boolean; level: { id: number; value: number } | undefined },
  ): void {
    const { ssrc, payloadType, send } = this.#options;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    send(writeRtp({ ...header, ssrc, payloadType, sequence: this.#sequence }, payload));
  }
}

/** One timer for all senders of this process. */
const pace = {
  senders: new Set<ClipSender>(),
  timer: undefined as ReturnType<typeof setInterval> | undefined,
  add(sender: ClipSender): void {
    this.senders.add(sender);
    this.timer ??= setInterval(() => {
      const at = performance.now();
      for (const each of this.senders) each.tick(at);
    }, 4);
  },
  remove(sender: ClipSender): void {
    this.senders.delete(sender);
    if (this.senders.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  },
};
