import { assertNever } from '@plenum/shared/core/errors';
import type { Source } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import type { MeetingSession } from '../../app/session.ts';
import { captureBoth, captureDevice, listDevices, type Wanted } from './capture.ts';
import type { ShareKind } from './captureScreen.ts';
import { ContentCamera } from './ContentCamera.ts';
import {
  type DeviceMemory,
  devicesBeforeReload,
  rememberDevices,
  rememberedDevices,
  type SoundMode,
} from './deviceMemory.ts';
import { hasOwnPicture } from './background/ownPicture.ts';
import { problemOf } from './deviceProblem.ts';
import type { Effect } from './effect.ts';
import { effectFor } from './effects.ts';
import type { FeedHost } from './Feed.ts';
import type { Capture, DeviceNews, LocalMediaState } from './localMediaState.ts';
import { MoreCameras } from './MoreCameras.ts';
import { keepForReload } from './reload.ts';
import { deviceToTake, type Displaced } from './replug.ts';
import { ScreenShare } from './ScreenShare.ts';

type Media = MeetingSession['media'];
/** Devices that come back: chosen, remembered, replaced when they are unplugged. */
type Kind = 'mic' | 'camera';
const kinds = ['mic', 'camera'] as const satisfies readonly Kind[];

/** This person's microphone and cameras, and what they share, from pre-join to the end of the meeting. */
export class LocalMedia {
  readonly store: StoreApi<LocalMediaState>;
  readonly screen: ScreenShare;
  readonly content: ContentCamera;
  readonly moreCameras: MoreCameras;
  #media: Media | undefined;
  #started = false;
  readonly #newsListeners = new Set<(news: DeviceNews) => void>();
  readonly #effects: Partial<Record<Kind, Effect>> = {};
  /** Devices that were unplugged while they were on. */
  readonly #displaced: Partial<Record<Kind, Displaced>> = {};
  #follow: () => void = () => {};
  #unhear: () => void = () => {};
  #closed = false;
  #plugging = Promise.resolve();
  readonly #turn = { mic: 0, camera: 0 };
  readonly #refresh = () => this.#inTurn(() => this.#devicesChanged());

  constructor() {
    const off = { state: 'off' } as const;
    this.store = createStore<LocalMediaState>(() => ({
      mic: off,
      camera: off,
      camera2: off,
      camera3: off,
      contentCamera: off,
      screen: off,
      micMuted: false,
      devices: { mic: [], camera: [], speaker: [] },
      memory: rememberedDevices(),
      ownPicture: hasOwnPicture(),
    }));
    const host: FeedHost = {
      store: this.store,
      media: () => this.#media,
      tell: (news) => this.#tell(news),
      listDevices: () => this.#listDevices(),
    };
    this.screen = new ScreenShare(host);
    this.content = new ContentCamera(host);
    this.moreCameras = new MoreCameras(host);
    navigator.mediaDevices?.addEventListener?.('devicechange', this.#refresh);
    aside(this.#listDevices());
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
    try {
      const both = await captureBoth(this.#wanted('mic'), this.#wanted('camera'));
      await Promise.all([this.#use('mic', turns.mic, both.mic), this.#use('camera', turns.camera, both.camera)]);
    } catch {
      // One of the two is to blame; asked alone, each says its own.
      await Promise.all([this.#capture('mic', turns.mic), this.#capture('camera', turns.camera)]);
    }
    await this.#listDevices();
  }

  /** Turns a device on; what goes wrong stands in the store. */
  async start(kind: Kind): Promise<void> {
    await this.#capture(kind, this.#begin(kind));
    await this.#listDevices();
  }

  /** Turns something off and lets go of the device: its light goes out. */
  stop(kind: Kind): void {
    this.#turn[kind] += 1;
    const capture = this.state[kind];
    delete this.#displaced[kind];
    if (capture.state === 'on') this.#release(kind, capture.device);
    this.#set(kind, { state: 'off' });
  }

  /** Turns off every camera that shows this person. */
  stopCameras(): void {
    this.stop('camera');
    this.moreCameras.stopAll();
  }

  /** Chooses another device; when the old one is on, the new one takes its place at once. */
  async choose(kind: Kind | 'speaker', id: string): Promise<void> {
    const label = this.state.devices[kind].find((device) => device.id === id)?.label;
    this.remember({ [kind]: id, labels: { ...this.state.memory.labels, [kind]: label } });
    if (kind === 'speaker') return;
    delete this.#displaced[kind];
    if (this.state[kind].state === 'failed') return this.start(kind);
    await this.#captureAnew(kind);
  }

  /** Changes what is done to the sound; a microphone that is on changes at once. */
  async soundAs(sound: SoundMode): Promise<void> {
    const before = this.state.memory.sound;
    this.remember({ sound });
    // Mono and stereo are different streams.
    if ((before === 'music') !== (sound === 'music') && this.state.mic.state === 'on') this.#media?.unpublish('mic');
    await this.#captureAnew('mic');
  }

  /** Changes what is seen behind the person; cameras that are on change at once, without showing what is there. */
  async standBefore(background: string): Promise<void> {
    this.remember({ background });
    aside(this.moreCameras.changeBackground());
    const { camera } = this.state;
    if (camera.state === 'failed') await this.start('camera');
    // The picture from before is sent until the new one is there.
    else if (camera.state === 'on') await this.#use('camera', (this.#turn.camera += 1), camera.device);
  }

  async #captureAnew(kind: Kind): Promise<void> {
    const before = this.state[kind];
    if (before.state !== 'on') return;
    const turn = (this.#turn[kind] += 1);
    // Two captures of one device at once fail on some systems, and so do two cameras on some phones.
    before.device.removeEventListener('ended', this.#ended);
    before.device.stop();
    await this.#capture(kind, turn);
  }

  /** Calls back when something happened to a device that the person did not ask for. */
  onNews(listener: (news: DeviceNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => void this.#newsListeners.delete(listener);
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

  /** What is on the screen: sharp text, or fluent motion; a screen that is shared changes at once. */
  shareAs(shareKind: ShareKind): void {
    this.remember({ shareKind });
    this.screen.turnInto(shareKind);
  }

  /**
   * From now on everything that is on goes to this meeting. After a reload of the page, which has seen no pre-join,
   * it is what was on before the reload.
   */
  attach(media: Media, roomId: string): void {
    this.#media = media;
    this.#unhear();
    this.#unhear = media.onEnded((source, why) => {
      // A track that ended by itself is heard of from the device.
      if (why !== 'track') this.#onStopped(source, why === 'forbidden' ? 'forbidden' : 'stopped');
    });
    const before = this.#started ? undefined : devicesBeforeReload(roomId);
    this.#started = true;
    if (before) {
      this.store.setState({ micMuted: before.muted });
      if (before.mic) aside(this.start('mic'));
      if (before.camera) aside(this.start('camera'));
    }
    this.#follow = keepForReload(this.store, roomId);
    for (const kind of kinds) {
      const capture = this.state[kind];
      if (capture.state === 'on') this.#publish(kind, capture.track);
    }
    for (const more of [this.moreCameras, this.screen, this.content]) more.publish();
  }

  /** The meeting is over; devices stay as they are until `close`. */
  detach(): void {
    this.#media = undefined;
    this.#follow();
    this.#unhear();
  }

  /** Lets go of every device. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.#refresh);
    this.stop('mic');
    this.stopCameras();
    for (const share of [this.screen, this.content]) share.stop();
  }

  /** Nothing that nobody may receive is captured: its light goes out. */
  #onStopped(source: Source, type: 'forbidden' | 'stopped'): void {
    switch (source) {
      case 'mic':
      case 'camera':
        this.stop(source);
        return this.#tell({ type, kind: source });
      case 'camera2':
      case 'camera3':
        this.moreCameras.stop(source);
        return this.#tell({ type, kind: 'camera' });
      case 'contentCamera':
        this.content.stop();
        return this.#tell({ type, kind: source });
      case 'screen':
        this.screen.stop();
        return this.#tell({ type, kind: source });
      case 'screenAudio':
        return this.screen.endAudio();
      default:
        return assertNever(source);
    }
  }

  #begin(kind: Kind): number {
    this.#set(kind, { state: 'starting' });
    return (this.#turn[kind] += 1);
  }

  #wanted(kind: Kind): Wanted {
    const { memory } = this.state;
    return { id: memory[kind], label: memory.labels[kind], sound: memory.sound };
  }

  async #capture(kind: Kind, turn: number, wanted: Wanted = this.#wanted(kind)): Promise<void> {
    try {
      await this.#use(kind, turn, await captureDevice(kind, wanted));
    } catch (error) {
      if (turn === this.#turn[kind]) this.#fail(kind, error);
    }
  }

  /** Does to the track what the person wants done, then takes it. A camera is never shown without that. */
  async #use(kind: Kind, turn: number, device: MediaStreamTrack): Promise<void> {
    try {
      const effect = await effectFor(kind, device, this.state.memory);
      this.#take(kind, turn, device, effect);
    } catch (error) {
      if (kind === 'mic') {
        this.#take(kind, turn, device);
        return this.#tell({ type: 'effectFailed', kind });
      }
      device.stop();
      if (turn === this.#turn[kind]) this.#fail(kind, error);
    }
  }

  #fail(kind: Kind, error: unknown): void {
    this.#media?.unpublish(kind);
    this.#changeEffect(kind, undefined);
    this.#set(kind, { state: 'failed', problem: problemOf(error) });
  }

  #take(kind: Kind, turn: number, device: MediaStreamTrack, effect?: Effect): void {
    // Somebody changed their mind while the browser was asking.
    if (turn !== this.#turn[kind] || this.#closed) {
      effect?.close();
      return device.stop();
    }
    const track = effect?.track ?? device;
    device.addEventListener('ended', this.#ended);
    this.#set(kind, { state: 'on', track, device });
    this.#publish(kind, track);
    this.#changeEffect(kind, effect);
  }

  /** The one before goes when the new one is sent. */
  #changeEffect(kind: Kind, effect: Effect | undefined): void {
    this.#effects[kind]?.close();
    if (effect) this.#effects[kind] = effect;
    else delete this.#effects[kind];
  }

  #publish(source: Source, track: MediaStreamTrack): void {
    const options = source === 'mic' ? { muted: this.state.micMuted } : {};
    // What fails is seen in the store: the stream is not there.
    this.#media?.publish(source, track, options).catch(() => {});
  }

  #release(kind: Kind, device: MediaStreamTrack): void {
    this.#media?.unpublish(kind);
    device.removeEventListener('ended', this.#ended);
    device.stop();
    this.#changeEffect(kind, undefined);
  }

  readonly #ended = (): void => {
    for (const kind of kinds) {
      const capture = this.state[kind];
      if (capture.state !== 'on' || capture.device.readyState !== 'ended') continue;
      this.#turn[kind] += 1;
      this.#release(kind, capture.device);
      this.#set(kind, { state: 'off' });
      this.#inTurn(() => this.#unplugged(kind));
    }
  };

  /** A device that is pulled out ends its track and changes the list, in any order: one is dealt with after the other. */
  #inTurn(work: () => Promise<void>): void {
    this.#plugging = this.#plugging.then(work);
  }

  /** Another microphone takes over at once; another camera might show what nobody meant to show. */
  async #unplugged(kind: Kind): Promise<void> {
    this.#displaced[kind] = 'lost';
    await this.#listDevices();
    if (kind === 'mic' && this.state.devices.mic.length > 0 && this.state.mic.state === 'off') {
      await this.#capture(kind, this.#begin(kind), { id: undefined, sound: this.state.memory.sound });
      const after: Capture = this.state[kind];
      if (after.state === 'on') {
        this.#displaced.mic = 'replaced';
        return this.#tell({ type: 'replaced', kind, label: after.device.label });
      }
      this.#set(kind, { state: 'off' });
    }
    this.#tell({ type: 'ended', kind });
  }

  /** Something was plugged in or out: what was in use before it was unplugged is taken again. */
  async #devicesChanged(): Promise<void> {
    await this.#listDevices();
    for (const kind of kinds) {
      const displaced = this.#displaced[kind];
      const { memory, devices } = this.state;
      const back = displaced && deviceToTake(kind, displaced, devices[kind], this.#wanted(kind));
      if (!back) continue;
      delete this.#displaced[kind];
      const known = back.id === memory[kind] || back.label === memory.labels[kind];
      if (known) this.remember({ [kind]: back.id });
      if (displaced === 'lost') await this.start(kind);
      else await this.#captureAnew(kind);
      if (this.state[kind].state === 'on')
        this.#tell({ type: known ? 'returned' : 'replaced', kind, label: back.label });
    }
  }

  #tell(news: DeviceNews): void {
    for (const listener of this.#newsListeners) listener(news);
  }

  #set(kind: Kind, capture: Capture): void {
    this.store.setState({ [kind]: capture });
  }

  async #listDevices(): Promise<void> {
    const devices = await listDevices();
    if (!this.#closed) this.store.setState({ devices });
  }
}
