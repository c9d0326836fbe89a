import type { Page } from 'puppeteer';
import type { Clip } from './longFile.ts';

/** The length of a clip, in s, and how often its picture has a key frame, as recordings ask for one. */
const [clipSeconds, keySeconds] = [20, 10];
/** The middle layer of a camera. */
const picture = { width: 640, height: 360, perSecond: 15, bitrate: 350_000 } as const;

interface Encoded {
  readonly frames: readonly { readonly time: number; readonly key: boolean; readonly data: string }[];
}

function clipOf(codec: Clip['codec'], { frames }: Encoded): Clip {
  const { width, height } = picture;
  const bytes = frames.map(({ data, ...rest }) => ({ ...rest, data: Buffer.from(data, 'base64') }));
  return { codec, frames: bytes, lastsMs: clipSeconds * 1_000, width, height };
}

/** A voice as Opus. @param page a page of a secure origin, whose browser encodes */
export async function encodeVoice(page: Page, hertz: number): Promise<Clip> {
  const encoded = await page.evaluate(
    async (tone, seconds): Promise<Encoded> => {
      const frames: { time: number; key: boolean; data: string }[] = [];
      const encoder = new AudioEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          frames.push({ time: chunk.timestamp / 1_000, key: true, data: btoa(String.fromCharCode(...bytes)) });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 24_000 });
      for (let second = 0; second < seconds; second += 1) {
        const wave = (_: unknown, at: number) =>
          0.2 * Math.sin((2 * Math.PI * tone * at) / 48_000) * Math.sin(at / 9_000);
        const data = Float32Array.from({ length: 48_000 }, wave);
        const about = {
          format: 'f32-planar',
          sampleRate: 48_000,
          numberOfFrames: 48_000,
          numberOfChannels: 1,
        } as const;
        encoder.encode(new AudioData({ ...about, timestamp: second * 1_000_000, data }));
      }
      await encoder.flush();
      encoder.close();
      return { frames: frames.filter(({ time }) => time >= 0 && time < seconds * 1_000) };
    },
    hertz,
    clipSeconds,
  );
  return clipOf('opus', encoded);
}

/** A moving picture as VP8. @param page as in `encodeVoice` */
export async function encodePicture(page: Page, hue: number): Promise<Clip> {
  const encoded = await page.evaluate(
    async ({ width, height, perSecond, bitrate }, seconds, keyEvery, colour): Promise<Encoded> => {
      const frames: { time: number; key: boolean; data: string }[] = [];
      const encoder = new VideoEncoder({
        output: (chunk) => {
          const bytes = new Uint8Array(chunk.byteLength);
          chunk.copyTo(bytes);
          let text = '';
          for (let at = 0; at < bytes.length; at += 4_096)
            text += String.fromCharCode(...bytes.subarray(at, at + 4_096));
          frames.push({ time: chunk.timestamp / 1_000, key: chunk.type === 'key', data: btoa(text) });
        },
        error: (error) => {
          throw error;
        },
      });
      encoder.configure({ codec: 'vp8', width, height, bitrate, framerate: perSecond, latencyMode: 'realtime' });
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      for (let frame = 0; frame < seconds * perSecond; frame += 1) {
        if (!context) break;
        context.fillStyle = `hsl(${colour} 40% 30%)`;
        context.fillRect(0, 0, width, height);
        for (let dot = 0; dot < 40; dot += 1) {
          context.fillStyle = `hsl(${(colour + dot * 9) % 360} 60% ${30 + dot}%)`;
          const x = width / 2 + Math.sin(frame / 9 + dot) * dot * 7;
          context.fillRect(x, height / 2 + Math.cos(frame / 11 + dot * 2) * dot * 4, 24, 24);
        }
        const image = new VideoFrame(canvas, { timestamp: (frame * 1_000_000) / perSecond });
        encoder.encode(image, { keyFrame: frame % (keyEvery * perSecond) === 0 });
        image.close();
        while (encoder.encodeQueueSize > 4) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await encoder.flush();
      encoder.close();
      return { frames };
    },
    picture,
    clipSeconds,
    keySeconds,
    hue,
  );
  return clipOf('vp8', encoded);
}
