import { it, expect } from 'vitest';
import { MediasoupEngine } from './MediasoupEngine.ts';
it('smoke', async () => {
  const engine = await MediasoupEngine.create({ workers: 2, rtcPort: 45100, listenIp: '127.0.0.1', resumeMs: 20000, onReport: (m, d) => console.log(m, d) });
  const facts: unknown[] = [];
  const room = await engine.createRoom('abc-def', (f) => facts.push(f));
  const peer = room.attach('a', { async consume() {}, consumersClosed() {}, reset() {} });
  const opened = await peer.open({});
  console.log(JSON.stringify(opened).length);
  const { producerId } = await peer.publish({ source: 'mic', muted: false, rtpParameters: { mid: '0', codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2, parameters: { useinbandfec: 1 } }], encodings: [{ ssrc: 1234 }] } });
  expect(producerId).toBeTruthy();
  console.log(facts, engine.census());
  await engine.close();
});
