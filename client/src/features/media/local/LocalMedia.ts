import type { Source } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { aside } from '@plenum/shared/core/aside';
import type { MeetingSession } from '../../../app/session.ts';
import { hasOwnPicture } from '../effects/background/ownPicture.ts';
import { captureBoth, listDevices } from './capture.ts';
import type { ShareKind } from './captureScreen.ts';
import { ContentCamera } from './ContentCamera.ts';
import {
  type DeviceMemory,
  devicesBeforeReload,
  rememberDevices,
  rememberedDevices,
  rememberForReload,
  type SoundMode,
} from './deviceMemory.ts';
import type { FeedHost } from './Feed.ts';
import type { Capture, DeviceNews, Kind, LocalMediaState } from './localMediaState.ts';
import { MoreCameras } from './MoreCameras.ts';
import { type DeviceKind, RememberedFeed } from './RememberedFeed.ts';
import { Replugging } from './Replugging.ts';
import { ScreenShare } from './ScreenShare.ts';

type Media = MeetingSession['media'];

/** This person's microphone, cameras and shares, from pre-join to the end of the meeting. */
export class LocalMedia {
  readonly store: StoreApi<LocalMediaState>;
  readonly screen: ScreenShare;
  readonly content: ContentCamera;
  readonly moreCameras: MoreCameras;
  readonly #feeds: Readonly<Record<DeviceKind, RememberedFeed>>;
  readonly #replugging: Replugging;
  readonly #newsListeners = new Set<(news: DeviceNews) => void>();
  #media: Media | undefined;
  #started = false;
  #closed = false;
  #listings = 0;
  #follow: () => void = () => {};
  #unhear: () => void = () => {};

  constructor() {
    this.store = createStore<LocalMediaState>(allOff);
    const host: FeedHost = {
      store: this.store,
      media: () => this.#media,
      tell: (news) => this.#tell(news),
      listDevices: () => this.#listDevices(),
    };
    const feedOf = (kind: DeviceKind) => new RememberedFeed(kind, host, () => this.#replugging.unplugged(kind));
    this.#feeds = { mic: feedOf('mic'), camera: feedOf('camera') };
    this.#replugging = new Replugging({ host, feeds: this.#feeds, remember: (part) => this.remember(part) });
    this.screen = new ScreenShare(host);
    this.content = new ContentCamera(host);
    this.moreCameras = new MoreCameras(host);
    aside(this.#listDevices());
  }

  get state(): LocalMediaState {
    return this.store.getState();
  }

  /** Turns on what was on last time, with one question if the browser allows that. */
  async startRemembered(): Promise<void> {
    this.#started = true;
    const { micOn, cameraOn } = this.state.memory;
    if (micOn && cameraOn) return this.startBoth();
    if (micOn) await this.start('mic');
    if (cameraOn) await this.start('camera');
  }

  /** Turns on microphone and camera, with one question if the browser allows that. */
  async startBoth(): Promise<void> {
    const { mic, camera } = this.#feeds;
    const turns = { mic: mic.begin(), camera: camera.begin() };
    try {
      const both = await captureBoth(mic.wanted, camera.wanted);
      // Effects may take seconds to start; the names of the devices are known before.
      aside(this.#listDevices());
      await Promise.all([mic.use(turns.mic, both.mic), camera.use(turns.camera, both.camera)]);
    } catch {
      // One of the two failed; requested alone, each reports its own problem.
      await Promise.all([mic.ask(turns.mic), camera.ask(turns.camera)]);
    }
    await this.#listDevices();
  }

  /** Turns a device on; a problem is in the store. */
  async start(kind: DeviceKind): Promise<void> {
    await this.#feeds[kind].start();
    await this.#listDevices();
  }

  /** Turns a device off; its light goes off. */
  stop(kind: DeviceKind): void {
    this.#replugging.forget(kind);
    this.#feeds[kind].stop();
  }

  /** Turns off every camera that shows this person. */
  stopCameras(): void {
    this.stop('camera');
    this.moreCameras.stopAll();
  }

  /** Chooses another device; if the old one is on, the new one replaces it at once. */
  async choose(kind: DeviceKind | 'speaker', id: string): Promise<void> {
    const label = this.state.devices[kind].find((device) => device.id === id)?.label;
    this.remember({ [kind]: id, labels: { ...this.state.memory.labels, [kind]: label } });
    if (kind === 'speaker') return;
    this.#replugging.forget(kind);
    if (this.state[kind].state === 'failed') return this.start(kind);
    await this.#feeds[kind].renew();
  }

  /** Changes the processing of the sound, at once if the microphone is on. */
  async soundAs(sound: SoundMode): Promise<void> {
    const before = this.state.memory.sound;
    this.remember({ sound });
    // Mono and stereo need different streams.
    if ((before === 'music') !== (sound === 'music') && this.state.mic.state === 'on') this.#media?.unpublish('mic');
    await this.#feeds.mic.renew();
  }

  /** Changes the background, at once for cameras that are on; the real background is never shown in between. */
  async standBefore(background: string): Promise<void> {
    this.remember({ background });
    aside(this.moreCameras.changeBackground());
    if (this.state.camera.state === 'failed') await this.start('camera');
    else await this.#feeds.camera.changeEffect();
  }

  /** Calls back when something happens to a device without the person's doing; the returned function stops it. */
  onNews(listener: (news: DeviceNews) => void): () => void {
    this.#newsListeners.add(listener);
    return () => void this.#newsListeners.delete(listener);
  }

  /** Keeps a choice for next time. */
  remember(part: Partial<DeviceMemory>): void {
    rememberDevices(part);
    this.store.setState(({ memory }) => ({ memory: { ...memory, ...part } }));
  }

  /** Mutes or unmutes the microphone. The device stays open, so that unmuting is instant. */
  mute(muted: boolean): void {
    this.store.setState({ micMuted: muted });
    this.#feeds.mic.mute();
  }

  /** Optimises the shared screen for text or for motion, at once if it is on. */
  shareAs(shareKind: ShareKind): void {
    this.remember({ shareKind });
    this.screen.turnInto(shareKind);
  }

  /**
   * Sends everything that is on to this meeting. After a reload, which skips the pre-join page, it first turns on what was on
   * before the reload.
   */
  attach(media: Media, roomId: string): void {
    this.#media = media;
    this.#unhear();
    this.#unhear = media.onEnded((source, why) => {
      // The device itself reports a track that ended.
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
    const { mic, camera } = this.#feeds;
    for (const feed of [mic, camera, this.moreCameras, this.screen, this.content]) feed.publish();
  }

  /** The meeting is over; the devices stay on until `close`. */
  detach(): void {
    this.#media = undefined;
    this.#follow();
    this.#unhear();
  }

  /** Stops every device. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#replugging.close();
    this.stop('mic');
    this.stopCameras();
    for (const share of [this.screen, this.content]) share.stop();
  }

  /** Stops capture when the stream may no longer be sent, so that the device's light goes off. */
  #onStopped(source: Source, type: 'forbidden' | 'stopped'): void {
    if (source === 'screenAudio') return this.screen.endAudio();
    const { stop, kind } = this.#stops[source];
    stop();
    this.#tell({ type, kind });
  }

  /** For each source: how it is stopped, and under which name the person hears of it. */
  readonly #stops: Readonly<
    Record<Exclude<Source, 'screenAudio'>, { readonly stop: () => void; readonly kind: Kind }>
  > = {
    mic: { stop: () => this.stop('mic'), kind: 'mic' },
    camera: { stop: () => this.stop('camera'), kind: 'camera' },
    camera2: { stop: () => this.moreCameras.stop('camera2'), kind: 'camera' },
    camera3: { stop: () => this.moreCameras.stop('camera3'), kind: 'camera' },
    contentCamera: { stop: () => this.content.stop(), kind: 'contentCamera' },
    screen: { stop: () => this.screen.stop(), kind: 'screen' },
  };

  #tell(news: DeviceNews): void {
    for (const listener of this.#newsListeners) listener(news);
  }

  async #listDevices(): Promise<void> {
    const turn = (this.#listings += 1);
    const present = await listDevices();
    // An earlier answer, without what was allowed since, may come after a later one.
    if (!this.#closed && turn === this.#listings) this.store.setState(present);
  }
}

function allOff(): LocalMediaState {
  const off = { state: 'off' } as const;
  return {
    mic: off,
    camera: off,
    camera2: off,
    camera3: off,
    contentCamera: off,
    screen: off,
    micMuted: false,
    devices: { mic: [], camera: [], speaker: [] },
    hidden: [],
    memory: rememberedDevices(),
    ownPicture: hasOwnPicture(),
  };
}

/** Records what is on, now and at each change, for a reload; until the returned function is called. */
function keepForReload(store: StoreApi<LocalMediaState>, roomId: string): () => void {
  const isWanted = ({ state }: Capture) => state === 'on' || state === 'starting';
  const keep = ({ mic, camera, micMuted }: LocalMediaState) =>
    rememberForReload(roomId, { mic: isWanted(mic), camera: isWanted(camera), muted: micMuted });
  // A reload before the first change must find it too.
  keep(store.getState());
  return store.subscribe(keep);
}
