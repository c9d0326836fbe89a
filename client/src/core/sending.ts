import type { Source } from '@plenum/shared/features/media/contract';
import type { types } from 'mediasoup-client';

type Sending = Pick<types.ProducerOptions, 'encodings' | 'codecOptions'> & {
  readonly mimeType: string;
  /** What the encoder should preserve when bandwidth is short. */
  readonly contentHint: string;
};

const camera: Sending = {
  mimeType: 'video/VP8',
  contentHint: 'motion',
  // 180p, 360p and 720p of a 720p camera: each viewer receives the layer that its tile needs.
  encodings: [
    { scaleResolutionDownBy: 4, maxBitrate: 120_000 },
    { scaleResolutionDownBy: 2, maxBitrate: 400_000 },
    { scaleResolutionDownBy: 1, maxBitrate: 1_200_000 },
  ],
  codecOptions: { videoGoogleStartBitrate: 600 },
};

const sendings: Readonly<Record<Source, Sending>> = {
  mic: {
    mimeType: 'audio/opus',
    contentHint: 'speech',
    codecOptions: { opusStereo: false, opusDtx: true, opusFec: true, opusNack: true },
  },
  camera,
  camera2: camera,
  camera3: camera,
  contentCamera: {
    mimeType: 'video/VP8',
    // A page of a book or an object on a desk: detail counts, movement does not.
    contentHint: 'detail',
    encodings: [{ maxBitrate: 2_500_000, maxFramerate: 15 }],
    codecOptions: { videoGoogleStartBitrate: 1_000 },
  },
  screen: {
    mimeType: 'video/VP8',
    // Text must be sharp and may have fewer frames; a scaled-down copy of text is useless.
    contentHint: 'text',
    // The capture decides the frame rate.
    encodings: [{ maxBitrate: 2_500_000, maxFramerate: 30 }],
    codecOptions: { videoGoogleStartBitrate: 1_500 },
  },
  screenAudio: {
    mimeType: 'audio/opus',
    contentHint: 'music',
    codecOptions: { opusStereo: true, opusDtx: false, opusFec: true, opusNack: true, opusMaxAverageBitrate: 128_000 },
  },
};

/** How a source is encoded. Sets the track's content hint when it has none. */
export function producerOptions(
  source: Source,
  track: MediaStreamTrack,
  device: types.RtpCapabilities,
): types.ProducerOptions {
  // Music into a microphone is encoded like a screen's sound: stereo, without DTX.
  const like = source === 'mic' && track.contentHint === 'music' ? 'screenAudio' : source;
  const { mimeType, contentHint, encodings, codecOptions } = sendings[like];
  if (track.contentHint === '') track.contentHint = contentHint;
  const codec = device.codecs?.find((one) => one.mimeType.toLowerCase() === mimeType.toLowerCase());
  return {
    track,
    // mediasoup-client writes into `encodings`, so it gets a copy.
    ...(encodings && { encodings: encodings.map((encoding) => ({ ...encoding })) }),
    ...(codecOptions && { codecOptions }),
    ...(codec && { codec }),
    stopTracks: false,
    disableTrackOnPause: true,
    zeroRtpOnPause: false,
    appData: { source },
  };
}
