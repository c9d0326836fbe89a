import type { Source } from '@plenum/shared/features/media/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../../app/session.ts';
import { hasOwnPicture } from './background/ownPicture.ts';
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

/** This person's microphone and cameras, and what they share, from pre-join to the end of the meeting. */
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
    void this.#listDevices();
  }

  get state(): LocalMediaState {
    return this.store.getState();
  }

  /** Turns on what was on last time, asking the person once where the browser allows it. */
  async startRemembered(): Promise<void> {
    this.#started = true;
    const { micOn, cameraOn } = this.state.memory;
    if (micOn && cameraOn) return this.startBoth();
    if (micOn) await this.start('mic');
    if (cameraOn) await this.start('camera');
  }

  /** Turns on microphone and camera, with one question where the browser asks. */
  async startBoth(): Promise<void> {
    const { mic, camera } = this.#feeds;
    const turns = { mic: mic.begin(), camera: camera.begin() };
    try {
      const both = await captureBoth(mic.wanted, camera.wanted);
      await Promise.all([mic.use(turns.mic, both.mic), camera.use(turns.camera, both.camera)]);
    } catch {
      // One of the two is to blame; asked alone, each says its own.
      await Promise.all([mic.ask(turns.mic), camera.ask(turns.camera)]);
    }
    await this.#listDevices();
  }

  /** Turns a device on; what goes wrong stands in the store. */
  async start(kind: DeviceKind): Promise<void> {
    await this.#feeds[kind].start();
    await this.#listDevices();
  }

  /** Turns a device off and lets go of it: its light goes out. */
  stop(kind: DeviceKind): void {
    this.#replugging.forget(kind);
    this.#feeds[kind].stop();
  }

  /** Turns off every camera that shows this person. */
  stopCameras(): void {
    this.stop('camera');
    this.moreCameras.stopAll();
  }

  /** Chooses another device; when the old one is on, the new one takes its place at once. */
  async choose(kind: DeviceKind | 'speaker', id: string): Promise<void> {
    const label = this.state.devices[kind].find((device) => device.id === id)?.label;
    this.remember({ [kind]: id, labels: { ...this.state.memory.labels, [kind]: label } });
    if (kind === 'speaker') return;
    this.#replugging.forget(kind);
    if (this.state[kind].state === 'failed') return this.start(kind);
    await this.#feeds[kind].renew();
  }

  /** Changes what is done to the sound; a microphone that is on changes at once. */
  async soundAs(sound: SoundMode): Promise<void> {
    const before = this.state.memory.sound;
    this.remember({ sound });
    // Mono and stereo are different streams.
    if ((before === 'music') !== (sound === 'music') && this.state.mic.state === 'on') this.#media?.unpublish('mic');
    await this.#feeds.mic.renew();
  }

  /** Changes what is seen behind the person; cameras that are on change at once, without showing what is there. */
  async standBefore(background: string): Promise<void> {
    this.remember({ background });
    void this.moreCameras.changeBackground();
    if (this.state.camera.state === 'failed') await this.start('camera');
    else await this.#feeds.camera.changeEffect();
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
      if (before.mic) void this.start('mic');
      if (before.camera) void this.start('camera');
    }
    this.#follow = keepForReload(this.store, roomId);
    const { mic, camera } = this.#feeds;
    for (const feed of [mic, camera, this.moreCameras, this.screen, this.content]) feed.publish();
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
    this.#replugging.close();
    this.stop('mic');
    this.stopCameras();
    for (const share of [this.screen, this.content]) share.stop();
  }

  /** Stops capturing what may not be sent any more, so that the light of the device goes out. */
  #onStopped(source: Source, type: 'forbidden' | 'stopped'): void {
    if (source === 'screenAudio') return this.screen.endAudio();
    const { stop, kind } = this.#stops[source];
    stop();
    this.#tell({ type, kind });
  }

  /** How each source is stopped, and what the person is told that it was. */
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
    const devices = await listDevices();
    if (!this.#closed) this.store.setState({ devices });
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
    memory: rememberedDevices(),
    ownPicture: hasOwnPicture(),
  };
}

/** Writes down what is on, now and at each change, for a reload of the page; until the returned function is called. */
function keepForReload(store: StoreApi<LocalMediaState>, roomId: string): () => void {
  const isWanted = ({ state }: Capture) => state === 'on' || state === 'starting';
  const keep = ({ mic, camera, micMuted }: LocalMediaState) =>
    rememberForReload(roomId, { mic: isWanted(mic), camera: isWanted(camera), muted: micMuted });
  // At once, too: a reload before the first change must find it.
  keep(store.getState());
  return store.subscribe(keep);
}
