import { expect, it } from 'vitest';
import { dtls, receiving, sending } from '../testing/parameters.ts';
import { check, checkKind, DtlsParameters, RtpCapabilities, RtpParameters } from './rtpSchemas.ts';

type Change = (value: Record<string, unknown>) => unknown;

const rtp = (change: Change) => () => check(RtpParameters, 'rtpParameters', change(structuredClone(sending('camera'))));
const caps = (change: Change) => () => check(RtpCapabilities, 'rtpCapabilities', change(structuredClone(receiving)));
const dtlsWith = (change: Change) => () => check(DtlsParameters, 'dtlsParameters', change(structuredClone(dtls)));

const video = sending('camera');
const codecs = Array.isArray(video.codecs) ? video.codecs : [];
const withCodec =
  (fields: object): Change =>
  (v) => ({ ...v, codecs: [{ ...codecs[0], ...fields }] });
const withEncoding =
  (fields: object): Change =>
  (v) => ({ ...v, encodings: [{ ssrc: 5, maxBitrate: 100_000, ...fields }] });
const withExtension =
  (...extensions: object[]): Change =>
  (v) => ({ ...v, headerExtensions: extensions });
const midUri = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const levelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const print = { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'a7').join(':') };

it('takes what browsers send and drops every field that is not checked', () => {
  const taken = check(RtpParameters, 'rtpParameters', { ...sending('camera'), evil: 1 });
  expect(Object.keys(taken).sort()).toEqual(['codecs', 'encodings', 'headerExtensions', 'mid', 'rtcp']);
  expect(Object.keys(taken.encodings[0] ?? {}).sort()).toEqual(['maxBitrate', 'rid', 'scalabilityMode']);
  check(RtpParameters, 'rtpParameters', sending('mic'));
  // The refused cases below start from these valid changes.
  for (const change of [withCodec({}), withEncoding({}), withExtension({ uri: midUri, id: 1 })]) rtp(change)();
  check(RtpCapabilities, 'rtpCapabilities', receiving);
  check(DtlsParameters, 'dtlsParameters', dtls);
});

const bad: Record<string, () => unknown> = {
  'no codecs': rtp((v) => ({ ...v, codecs: [] })),
  '1,000 codecs': rtp((v) => ({ ...v, codecs: Array.from({ length: 1_000 }, () => codecs[0]) })),
  'a payload type of 128': rtp(withCodec({ payloadType: 128 })),
  'a payload type of 255': rtp(withCodec({ payloadType: 255 })),
  'a negative payload type': rtp(withCodec({ payloadType: -1 })),
  'a broken payload type': rtp(withCodec({ payloadType: 96.5 })),
  'two codecs of one payload type': rtp((v) => ({ ...v, codecs: [codecs[0], codecs[0]] })),
  'an unknown codec': rtp(withCodec({ mimeType: 'video/AV2' })),
  'a clock rate of nothing': rtp(withCodec({ clockRate: 0 })),
  'a clock rate that is no number': rtp(withCodec({ clockRate: Number.NaN })),
  'a codec parameter with a line break': rtp(withCodec({ parameters: { fmtp: 'a\r\na=evil' } })),
  'a codec parameter that adds another': rtp(withCodec({ parameters: { fmtp: 'a;usedtx=1' } })),
  'a codec parameter that is an object': rtp(withCodec({ parameters: { apt: {} } })),
  'a codec parameter with a hostile key': rtp(withCodec({ parameters: { 'a\r\nb': 1 } })),
  'a codec parameter out of range': rtp(withCodec({ parameters: { apt: 1e308 } })),
  '100 codec parameters': rtp(
    withCodec({ parameters: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`a${i}`, 1])) }),
  ),
  'feedback with a line break': rtp(withCodec({ rtcpFeedback: [{ type: 'nack\r\n' }] })),
  'no encodings': rtp((v) => ({ ...v, encodings: [] })),
  '1,000 encodings': rtp((v) => ({ ...v, encodings: Array.from({ length: 1_000 }, (_, i) => ({ ssrc: i + 1 })) })),
  'two encodings of one SSRC': rtp((v) => ({ ...v, encodings: [{ ssrc: 1 }, { ssrc: 1 }] })),
  'retransmission on the stream itself': rtp(withEncoding({ ssrc: 7, rtx: { ssrc: 7 } })),
  'two encodings of one rid': rtp((v) => ({ ...v, encodings: [{ rid: 'a' }, { rid: 'a' }] })),
  'an encoding that cannot be recognised': rtp((v) => ({ ...v, encodings: [{ ssrc: 1 }, {}] })),
  'nothing to recognise the stream by': rtp((v) => ({ codecs: v.codecs, encodings: [{}] })),
  'an encoding with two names': rtp(withEncoding({ ssrc: 7, rid: 'r0' })),
  'two media codecs': rtp((v) => ({ ...v, codecs: [codecs[0], { ...codecs[0], payloadType: 99 }] })),
  'nothing but retransmission': rtp((v) => ({ ...v, codecs: codecs.slice(1) })),
  'a layer that is the retransmission': rtp((v) => ({ ...v, encodings: [{ ssrc: 1, codecPayloadType: 97 }] })),
  'encodings of different layers': rtp((v) => ({
    ...v,
    encodings: [
      { rid: 'a', scalabilityMode: 'L1T3' },
      { rid: 'b', scalabilityMode: 'L1T1' },
    ],
  })),
  'spatial layers in VP8': rtp((v) => ({ ...v, encodings: [{ ssrc: 1, scalabilityMode: 'L3T3' }] })),
  'an SSRC of 0': rtp(withEncoding({ ssrc: 0 })),
  'an SSRC of 33 bits': rtp(withEncoding({ ssrc: 2 ** 32 })),
  'a payload type without a codec': rtp(withEncoding({ codecPayloadType: 44 })),
  'an endless scalability mode': rtp(withEncoding({ scalabilityMode: 'L99T99'.repeat(10_000) })),
  'a scalability mode of 99 layers': rtp(withEncoding({ scalabilityMode: 'L99T99' })),
  'a rid with a space': rtp((v) => ({ ...v, encodings: [{ rid: 'a b' }] })),
  'a bit rate below zero': rtp(withEncoding({ maxBitrate: -1 })),
  'a mid of 9 characters': rtp((v) => ({ ...v, mid: '123456789' })),
  'a mid with a line break': rtp((v) => ({ ...v, mid: '1\r\n' })),
  'an extension id of 0': rtp(withExtension({ uri: midUri, id: 0 })),
  'an extension id of 15': rtp(withExtension({ uri: midUri, id: 15 })),
  'an extension id of 256': rtp(withExtension({ uri: midUri, id: 256 })),
  'two extensions of one id': rtp(withExtension({ uri: midUri, id: 1 }, { uri: levelUri, id: 1 })),
  'an extension twice': rtp(withExtension({ uri: midUri, id: 1 }, { uri: midUri, id: 2 })),
  'an unknown extension': rtp(withExtension({ uri: 'urn:evil', id: 1 })),
  'an encrypted extension': rtp(withExtension({ uri: midUri, id: 1, encrypt: true })),
  'a cname of a megabyte': rtp((v) => ({ ...v, rtcp: { cname: 'a'.repeat(1_000_000) } })),
  'a cname with a line break': rtp((v) => ({ ...v, rtcp: { cname: 'a\r\nb' } })),
  'an array in place of parameters': rtp(() => []),
  '1,000 codecs to receive': caps((v) => ({ ...v, codecs: Array.from({ length: 1_000 }, () => codecs[0]) })),
  'nothing to receive': caps((v) => ({ ...v, codecs: [] })),
  'a received codec of no kind': caps((v) => ({ ...v, codecs: [{ ...codecs[0], preferredPayloadType: 96 }] })),
  'no fingerprint': dtlsWith((v) => ({ ...v, fingerprints: [] })),
  'five fingerprints': dtlsWith((v) => ({ ...v, fingerprints: Array.from({ length: 5 }, () => print) })),
  'SHA-1': dtlsWith((v) => ({ ...v, fingerprints: [{ ...print, algorithm: 'sha-1' }] })),
  'a fingerprint of another length': dtlsWith((v) => ({ ...v, fingerprints: [{ ...print, algorithm: 'sha-512' }] })),
  'a fingerprint of other letters': dtlsWith((v) => ({
    ...v,
    fingerprints: [{ ...print, value: print.value.replace('a7', 'zz') }],
  })),
  'an unknown role': dtlsWith((v) => ({ ...v, role: 'boss' })),
};

it.each(Object.entries(bad))('refuses %s', (_, attempt) => {
  expect(attempt).toThrow(expect.objectContaining({ name: 'AppError', code: 'invalid' }));
});

it('refuses parameters of another kind than the source', () => {
  const audio = check(RtpParameters, 'rtpParameters', sending('mic'));
  const picture = check(RtpParameters, 'rtpParameters', sending('camera'));
  const invalid = expect.objectContaining({ code: 'invalid' });
  expect(() => checkKind(audio, 'video')).toThrow(invalid);
  expect(() => checkKind(picture, 'audio')).toThrow(invalid);
  expect(() => checkKind({ ...picture, codecs: picture.codecs.slice(1) }, 'video')).toThrow(invalid);
  expect(() => checkKind({ ...audio, encodings: [{ ssrc: 1 }, { ssrc: 2 }] }, 'audio')).toThrow(invalid);
});

it('names the error in few words for any value', () => {
  const attempt = rtp((v) => ({ ...v, mid: 'x'.repeat(100_000) }));
  expect(attempt).toThrow(/^.{1,200}$/);
});
