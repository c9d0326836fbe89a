import { nameOf } from './deviceProblem.ts';

/** Devices that a person can choose. */
export interface DeviceInfo {
  readonly id: string;
  /** Empty until the browser may tell. */
  readonly label: string;
}

export interface DeviceLists {
  readonly mic: readonly DeviceInfo[];
  readonly camera: readonly DeviceInfo[];
  readonly speaker: readonly DeviceInfo[];
}

/** The devices of this computer now; empty lists when the browser does not tell. */
export async function listDevices(): Promise<DeviceLists> {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { mic: of('audioinput'), camera: of('videoinput'), speaker: of('audiooutput') };
}

function micConstraints(id: string | undefined, noiseSuppression: boolean): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression,
    autoGainControl: true,
    ...(id ? { deviceId: { exact: id } } : {}),
  };
}

// Up to 720p, less where the camera cannot.
function cameraConstraints(id: string | undefined): MediaTrackConstraints {
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    ...(id ? { deviceId: { exact: id } } : { facingMode: 'user' }),
  };
}

/** Asks for one device; when the chosen one is gone, for any. @throws DOMException as getUserMedia does */
export async function captureDevice(
  kind: 'mic' | 'camera',
  id: string | undefined,
  noiseSuppression: boolean,
): Promise<MediaStreamTrack> {
  const ask = async (device: string | undefined) => {
    const constraints =
      kind === 'mic' ? { audio: micConstraints(device, noiseSuppression) } : { video: cameraConstraints(device) };
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    return firstTrack(stream, kind === 'mic' ? 'audio' : 'video');
  };
  try {
    return await ask(id);
  } catch (error) {
    const gone = ['OverconstrainedError', 'NotFoundError'].includes(nameOf(error));
    if (id === undefined || !gone) throw error;
    return ask(undefined);
  }
}

/** Asks for both at once, so that the browser asks the person once. @throws DOMException as getUserMedia does */
export async function captureBoth(
  mic: string | undefined,
  camera: string | undefined,
  noiseSuppression: boolean,
): Promise<{ mic: MediaStreamTrack; camera: MediaStreamTrack }> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: micConstraints(mic, noiseSuppression),
    video: cameraConstraints(camera),
  });
  return { mic: firstTrack(stream, 'audio'), camera: firstTrack(stream, 'video') };
}

/** @throws DOMException as getUserMedia does when there is no device */
export function firstTrack(stream: MediaStream, kind: 'audio' | 'video'): MediaStreamTrack {
  const [track] = kind === 'audio' ? stream.getAudioTracks() : stream.getVideoTracks();
  if (!track) throw new DOMException(`No ${kind} came.`, 'NotFoundError');
  return track;
}
