import type { SoundMode } from './deviceMemory.ts';
import { nameOf } from './deviceProblem.ts';

/** Devices that a person can choose. */
export interface DeviceInfo {
  readonly id: string;
  /** Empty before the permission. */
  readonly label: string;
}

export interface DeviceLists {
  readonly mic: readonly DeviceInfo[];
  readonly camera: readonly DeviceInfo[];
  readonly speaker: readonly DeviceInfo[];
}

/** What the browser says of the present devices. */
export interface PresentDevices {
  readonly devices: DeviceLists;
  /** Kinds that are there, but that the browser names only to a page that may use them. */
  readonly hidden: readonly (keyof DeviceLists)[];
}

const kinds = { mic: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;

/** The present devices; empty lists when the browser does not reveal them. */
export async function listDevices(): Promise<PresentDevices> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: keyof DeviceLists) =>
    all
      .filter((device) => device.kind === kinds[kind] && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  const isHidden = (kind: keyof DeviceLists) =>
    all.some((device) => device.kind === kinds[kind] && device.deviceId === '');
  return {
    devices: { mic: of('mic'), camera: of('camera'), speaker: of('speaker') },
    hidden: (['mic', 'camera', 'speaker'] as const).filter(isHidden),
  };
}

/** The wanted device by id and name, and its sound. */
export interface Wanted {
  readonly id: string | undefined;
  readonly label?: string | undefined;
  readonly sound?: SoundMode;
}

function micConstraints({ id, sound = 'usual' }: Wanted): MediaTrackConstraints {
  const voice = sound !== 'music';
  return {
    echoCancellation: voice,
    noiseSuppression: sound === 'usual',
    autoGainControl: voice,
    ...(sound === 'music' && { channelCount: { ideal: 2 } }),
    ...(id ? { deviceId: { exact: id } } : {}),
  };
}

// Up to 720p; less if the camera cannot.
const personShape = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

function cameraConstraints(id: string | undefined): MediaTrackConstraints {
  return {
    ...personShape,
    ...(id ? { deviceId: { exact: id } } : { facingMode: 'user' }),
  };
}

/**
 * Requests one device; if the chosen one is gone, one with the same name, else any.
 * @throws DOMException as getUserMedia does
 */
export async function captureDevice(kind: 'mic' | 'camera', wanted: Wanted): Promise<MediaStreamTrack> {
  const ask = async (id: string | undefined) => {
    const constraints =
      kind === 'mic' ? { audio: micConstraints({ ...wanted, id }) } : { video: cameraConstraints(id) };
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    return named(firstTrack(stream, kind === 'mic' ? 'audio' : 'video'), wanted);
  };
  try {
    return await ask(wanted.id);
  } catch (error) {
    const gone = ['OverconstrainedError', 'NotFoundError'].includes(nameOf(error));
    if (wanted.id === undefined || !gone) throw error;
    return ask(sameName((await listDevices()).devices[kind], wanted.label)?.id);
  }
}

// A page of a book needs resolution, not frame rate.
const contentShape = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 15, max: 15 } };

/**
 * Requests exactly this camera, because it must show the right thing. Without an id, when the browser does not reveal the
 * cameras, requests one that faces away from the person.
 * @throws DOMException as getUserMedia does
 */
export async function captureCamera(id: string | undefined, shows: 'person' | 'content'): Promise<MediaStreamTrack> {
  const which = id ? { deviceId: { exact: id } } : { facingMode: 'environment' };
  const video = { ...(shows === 'person' ? personShape : contentShape), ...which };
  const track = firstTrack(await navigator.mediaDevices.getUserMedia({ video }), 'video');
  if (shows === 'content') track.contentHint = 'detail';
  return track;
}

/** The device with this name, for a device whose id has changed. */
export function sameName(devices: readonly DeviceInfo[], label: string | undefined): DeviceInfo | undefined {
  return label ? devices.find((device) => device.label === label) : undefined;
}

/** Requests microphone and camera with one question. @throws DOMException as getUserMedia does */
export async function captureBoth(
  mic: Wanted,
  camera: Wanted,
): Promise<{ mic: MediaStreamTrack; camera: MediaStreamTrack }> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: micConstraints(mic),
    video: cameraConstraints(camera.id),
  });
  return { mic: named(firstTrack(stream, 'audio'), mic), camera: firstTrack(stream, 'video') };
}

/** Tells the encoder the kind of sound. */
function named(track: MediaStreamTrack, { sound }: Wanted): MediaStreamTrack {
  if (track.kind === 'audio') track.contentHint = sound === 'music' ? 'music' : 'speech';
  return track;
}

/** @throws DOMException as getUserMedia does when there is no device */
export function firstTrack(stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack {
  const [track] = kind === 'audio' ? stream.getAudioTracks() : stream.getVideoTracks();
  if (!track) throw new DOMException(`The browser returned no ${kind} track.`, 'NotFoundError');
  return track;
}
