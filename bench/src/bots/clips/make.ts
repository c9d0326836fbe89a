// Makes the clips beside this file: `node bench/src/bots/clips/make.ts`. Run it once; Chromium is the encoder.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launchBrowser } from '@plenum/client/e2e/support/browser';
import type { Clip } from './clip.ts';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>['newPage']>>;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrate: number;
  readonly seconds: number;
}

/** A VP8 key frame and the frames after it: moving bars over a changing background. */
function encodeVideo(page: Page, picture: Picture): Promise<string[]> {
  return page.evaluate(async ({ width, height, framesPerSecond, bitrate, seconds }) => {
    const frames: string[] = [];
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        frames.push(btoa(String.fromCharCode(...bytes)));
      },
      error: (error) => frames.push(String(error)),
    });
    encoder.configure({ codec: 'vp8', width, height, bitrate, framerate: framesPerSecond, latencyMode: 'realtime' });
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return frames;
    for (let index = 0; index < framesPerSecond * seconds; index += 1) {
      context.fillStyle = `hsl(${index * 3} 60% 40%)`;
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'white';
      for (let bar = 0; bar < 6; bar += 1) {
        const x = ((index * (bar + 2) * width) / 200) % width;
        context.fillRect(x, (bar * height) / 6, width / 8, height / 8);
      }
      const frame = new VideoFrame(canvas, { timestamp: (index * 1e6) / framesPerSecond });
      encoder.encode(frame, { keyFrame: index === 0 });
      frame.close();
    }
    await encoder.flush();
    return frames;
  }, picture);
}

/** One second of a tone as Opus, 20 ms in each packet. */
function encodeTone(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const packets: string[] = [];
    const encoder = new AudioEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        packets.push(btoa(String.fromCharCode(...bytes)));
      },
      error: (error) => packets.push(String(error)),
    });
    const sampleRate = 48_000;
    encoder.configure({ codec: 'opus', sampleRate, numberOfChannels: 1, bitrate: 32_000 });
    const data = Float32Array.from(
      { length: sampleRate },
      (_, index) => Math.sin((index * 440 * 6.2832) / sampleRate) / 4,
    );
    const sound = { format: 'f32' as const, sampleRate, numberOfFrames: sampleRate, numberOfChannels: 1 };
    encoder.encode(new AudioData({ ...sound, timestamp: 0, data }));
    await encoder.flush();
    return packets;
  });
}

function save(name: string, clip: Clip): void {
  writeFileSync(new URL(`./${name}.json`, import.meta.url), `${JSON.stringify(clip, undefined, 2)}\n`);
}

// Browsers offer encoders to secure contexts only; a page from loopback is one.
const server = createServer((_request, response) => response.end('<!doctype html><title>Clips</title>'));
server.listen(0, 'localhost');
await once(server, 'listening');
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}`);
  const camera = { width: 320, height: 180, framesPerSecond: 15, bitrate: 120_000, seconds: 2 };
  const screen = { width: 1280, height: 720, framesPerSecond: 5, bitrate: 250_000, seconds: 2 };
  save('camera', { unitsPerSecond: 15, frames: await encodeVideo(page, camera) });
  save('screen', { unitsPerSecond: 5, frames: await encodeVideo(page, screen) });
  save('tone', { unitsPerSecond: 50, frames: await encodeTone(page) });
} finally {
  await browser.close();
  server.close();
}
