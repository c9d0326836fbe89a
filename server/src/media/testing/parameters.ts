import type { RequestInput } from '@plenum/shared/core/contract';
import { kindOfSource, type media, type Source } from '@plenum/shared/features/media/contract';

let lastSsrc = 1_000;
let lastMid = 0;

/** RTP parameters as a browser sends them: one Opus stream, or VP8 in three layers with retransmission. */
export function sending(source: Source): RequestInput<typeof media, 'publish'>['rtpParameters'] {
  const mid = String((lastMid += 1));
  const ssrc = (lastSsrc += 1);
  if (kindOfSource[source] === 'audio') {
    return {
      mid,
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: 111,
          clockRate: 48_000,
          channels: 2,
          parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
          rtcpFeedback: [{ type: 'transport-cc', parameter: '' }],
        },
      ],
      headerExtensions: [
        { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4, encrypt: false, parameters: {} },
        { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1, encrypt: false, parameters: {} },
      ],
      encodings: [{ ssrc, dtx: true }],
      rtcp: { cname: 'Jx+4/ab==', reducedSize: true },
      msid: 'one two',
    };
  }
  return {
    mid,
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90_000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 }, rtcpFeedback: [] },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10, encrypt: false, parameters: {} },
    ],
    encodings: [0, 1, 2].map((i) => ({
      rid: `r${i}`,
      maxBitrate: 100_000 * 3 ** i,
      scalabilityMode: 'L1T3',
      active: true,
      scaleResolutionDownBy: 4 / 2 ** i,
    })),
    rtcp: { cname: 'Jx+4/ab==', reducedSize: true },
  };
}

/** RTP capabilities of a browser. */
export const receiving: RequestInput<typeof media, 'ready'>['rtpCapabilities'] = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { useinbandfec: 1 },
      rtcpFeedback: [],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack', parameter: '' }],
    },
    {
      kind: 'video',
      mimeType: 'video/rtx',
      preferredPayloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [
    { kind: 'audio', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1, preferredEncrypt: false },
  ],
};

/** DTLS parameters of a browser. */
export const dtls: RequestInput<typeof media, 'connect'>['dtlsParameters'] = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'A7').join(':') }],
};
