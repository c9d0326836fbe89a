import type { Source } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../app/session.ts';
import { captureBoth, captureDevice, type DeviceLists, listDevices } from './capture.ts';
import { captureScreen, setShareKind, type ShareKind } from './captureScreen.ts';
import {
  type DeviceMemory,
  devicesBeforeReload,
  rememberDevices,
  rememberedDevices,
  rememberForReload,
} from './deviceMemory.ts';
import { type DeviceProblem, problemOf } from './deviceProblem.ts';

/** The life of one thing that can be sent. */
export type Capture =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'on'; readonly track: MediaStreamTrack }
  | { readonly state: 'failed'; readonly problem: DeviceProblem };

export type Kind = 'mic' | 'camera' | 'screen';

export interface LocalMediaState {
  readonly mic: Capture;
  readonly camera: Capture;
  readonly screen: Capture;
  readonly micMuted: boolean;
  readonly devices: DeviceLists;
  readonly memory: DeviceMemory;
}

type Media = MeetingSession['media'];

/** This person's microphone, camera and screen, from pre-join to the end of the meeting. */
export class LocalMedia {
  readonly store: StoreApi<LocalMediaState>;
  #media: Media | undefined;
  #screenAudio: MediaStreamTrack | undefined;
  #started = false;
  readonly #endedListeners = new Set<(kind: Kind) => void>();
  #follow: () => void = () => {};
  #closed = false;
  readonly #turn = { mic: 0, camera: 0, screen: 0 };
  readonly #refresh = () => void this.#listDevices();

  constructor() {
    const off = { state: 'off' } as const;
    this.store = createStore<LocalMediaState>(() => ({
      mic: off,
      camera: off,
      screen: off,
      micMuted: false,
      devices: { mic: [], camera: [], speaker: [] },
      memory: rememberedDevices(),
    }));
    navigator.mediaDevices?.addEventListener?.('devicechange', this.#refresh);
    void this.#listDevices();
  }

  get state(): LocalMediaState {
    return this.store.getState();
  }

  /** Turns on what was on last time, asking the person once where the browser allows it. */
  async startRemembered(): Promise<void> {
    this.#started = true;
    const { micOn, cameraOn } = this.state.memory;
    if (!micOn || !cameraOn) {
      if (micOn) await this.start('mic');
      if (cameraOn) await this.start('camera');
      return;
    }
    await this.startBoth();
  }

  /** Turns on microphone and camera, with one question where the browser asks. */
  async startBoth(): Promise<void> {
    const turns = { mic: this.#begin('mic'), camera: this.#begin('camera') };
    const { memory } = this.state;
    try {
      const both = await captureBoth(memory.mic, memory.camera, memory.noiseSuppression);
      this.#take('mic', turns.mic, both.mic);
      this.#take('camera', turns.camera, both.camera);
    } catch {
      // One of the two is to blame; asked alone, each says its own.
      await Promise.all([this.#capture('mic', turns.mic), this.#capture('camera', turns.camera)]);
    }
    await this.#listDevices();
  }

  /** Turns a device on; what goes wrong stands in the store. */
  async start(kind: 'mic' | 'camera'): Promise<void> {
    await this.#capture(kind, this.#begin(kind));
    await this.#listDevices();
  }

  /** Turns something off and lets go of the device: its light goes out. */
  stop(kind: Kind): void {
    this.#turn[kind] += 1;
    const capture = this.state[kind];
    if (capture.state === 'on') this.#release(kind, capture.track);
    this.#set(kind, { state: 'off' });
  }

  /** Chooses another device; when the old one is on, the new one takes its place at once. */
  async choose(kind: 'mic' | 'camera', id: string): Promise<void> {
    this.remember({ [kind]: id });
    if (this.state[kind].state === 'failed') return this.start(kind);
    await this.#captureAnew(kind);
  }

  /** Reduces background noise, or leaves the sound as it is. */
  async reduceNoise(noiseSuppression: boolean): Promise<void> {
    this.remember({ noiseSuppression });
    await this.#captureAnew('mic');
  }

  async #captureAnew(kind: 'mic' | 'camera'): Promise<void> {
    const before = this.state[kind];
    if (before.state !== 'on') return;
    const turn = (this.#turn[kind] += 1);
    // Two captures of one device at once fail on some systems, and so do two cameras on some phones.
    before.track.removeEventListener('ended', this.#ended);
    before.track.stop();
    await this.#capture(kind, turn);
    if (this.state[kind].state === 'failed') this.#media?.unpublish(kind);
  }

  /** Calls back when a device ended by itself: unplugged, or the browser's own "stop sharing". */
  onEnded(listener: (kind: Kind) => void): () => void {
    this.#endedListeners.add(listener);
    return () => void this.#endedListeners.delete(listener);
  }

  /** Keeps a choice for next time. */
  remember(part: Partial<DeviceMemory>): void {
    rememberDevices(part);
    this.store.setState(({ memory }) => ({ memory: { ...memory, ...part } }));
  }

  /** Silences the microphone, or lets it be heard; the device stays open so that it is instant. */
  mute(muted: boolean): void {
    this.store.setState({ micMuted: muted });
    this.#media?.mute('mic', muted);
  }

  /** Holds the shared screen and its sound back, or lets them go on. */
  pauseShare(paused: boolean): void {
    for (const source of ['screen', 'screenAudio'] as const) this.#media?.mute(source, paused);
  }

  /** What is on the screen: sharp text, or fluent motion; a screen that is shared changes at once. */
  shareAs(shareKind: ShareKind): void {
    this.remember({ shareKind });
    if (this.state.screen.state === 'on') setShareKind(this.state.screen.track, shareKind);
  }

  /** Lets the person choose a screen and sends it. Closing the browser's window leaves it off. */
  async share(): Promise<Capture> {
    const turn = this.#begin('screen');
    try {
      const { video, audio } = await captureScreen(this.state.memory.shareKind);
      if (turn !== this.#turn.screen) {
        video.stop();
        audio?.stop();
        return this.state.screen;
      }
      this.#screenAudio = audio;
      this.#take('screen', turn, video);
      if (audio) this.#publish('screenAudio', audio);
    } catch (error) {
      const problem = problemOf(error);
      if (turn === this.#turn.screen)
        this.#set('screen', problem === 'denied' ? { state: 'off' } : { state: 'failed', problem });
    }
    return this.state.screen;
  }

  /**
   * From now on everything that is on goes to this meeting. After a reload of the page, which has seen no pre-join,
   * it is what was on before the reload.
   */
  attach(media: Media, roomId: string): void {
    this.#media = media;
    const before = this.#started ? undefined : devicesBeforeReload(roomId);
    this.#started = true;
    this.#follow = this.store.subscribe(({ mic, camera, micMuted }) => {
      rememberForReload(roomId, { mic: wanted(mic), camera: wanted(camera), muted: micMuted });
    });
    if (before) {
      this.store.setState({ micMuted: before.muted });
      if (before.mic) void this.start('mic');
      if (before.camera) void this.start('camera');
    }
    // Written down at once: a reload before the first change must find it.
    this.store.setState({});
    for (const kind of ['mic', 'camera', 'screen'] as const) {
      const capture = this.state[kind];
      if (capture.state === 'on') this.#publish(kind, capture.track);
    }
    if (this.#screenAudio) this.#publish('screenAudio', this.#screenAudio);
  }

  /** The meeting is over; devices stay as they are until `close`. */
  detach(): void {
    this.#media = undefined;
    this.#follow();
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.#refresh);
    for (const kind of ['mic', 'camera', 'screen'] as const) this.stop(kind);
  }

  #begin(kind: Kind): number {
    this.#set(kind, { state: 'starting' });
    return (this.#turn[kind] += 1);
  }

  async #capture(kind: 'mic' | 'camera', turn: number): Promise<void> {
    const { memory } = this.state;
    try {
      this.#take(kind, turn, await captureDevice(kind, memory[kind], memory.noiseSuppression));
    } catch (error) {
      if (turn === this.#turn[kind]) this.#set(kind, { state: 'failed', problem: problemOf(error) });
    }
  }

  #take(kind: Kind, turn: number, track: MediaStreamTrack): void {
    // Somebody changed their mind while the browser was asking.
    if (turn !== this.#turn[kind] || this.#closed) return track.stop();
    track.addEventListener('ended', this.#ended);
    this.#set(kind, { state: 'on', track });
    this.#publish(kind, track);
  }

  #publish(source: Source, track: MediaStreamTrack): void {
    const options = source === 'mic' ? { muted: this.state.micMuted } : {};
    // What fails is seen in the store: the stream is not there.
    this.#media?.publish(source, track, options).catch(() => {});
  }

  #release(kind: Kind, track: MediaStreamTrack): void {
    this.#media?.unpublish(kind);
    track.removeEventListener('ended', this.#ended);
    track.stop();
    if (kind === 'screen') this.#endScreenAudio();
  }

  #endScreenAudio(): void {
    this.#screenAudio?.stop();
    this.#screenAudio = undefined;
    this.#media?.unpublish('screenAudio');
  }

  readonly #ended = (): void => {
    for (const kind of ['mic', 'camera', 'screen'] as const) {
      const capture = this.state[kind];
      if (capture.state !== 'on' || capture.track.readyState !== 'ended') continue;
      this.#turn[kind] += 1;
      this.#media?.unpublish(kind);
      if (kind === 'screen') this.#endScreenAudio();
      this.#set(kind, { state: 'off' });
      for (const listener of this.#endedListeners) listener(kind);
    }
  };

  #set(kind: Kind, capture: Capture): void {
    this.store.setState({ [kind]: capture });
  }

  async #listDevices(): Promise<void> {
    const devices = await listDevices();
    if (!this.#closed) this.store.setState({ devices });
  }
}

function wanted({ state }: Capture): boolean {
  return state === 'on' || state === 'starting';
}
