import { loadRnnoise, RnnoiseWorkletNode } from '@sapphi-red/web-noise-suppressor';
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise.wasm?url';
import simdUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
// oxlint-disable-next-line import/default -- the bundler makes an address of it.
import workletUrl from '@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url';
import { aside } from '@plenum/shared/core/aside';
import type { Effect } from '../effect.ts';

/** The only sample rate that RNNoise supports, in Hz. */
const sampleRate = 48_000;

/** Removes noise from a microphone by a small neural network on this computer. */
export async function cleanVoice(device: MediaStreamTrack): Promise<Effect> {
  const context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
  try {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: wasmUrl, simdUrl }),
      context.audioWorklet.addModule(workletUrl),
      running(context),
    ]);
    const source = context.createMediaStreamSource(new MediaStream([device]));
    const voice = new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
    const out = context.createMediaStreamDestination();
    source.connect(voice).connect(out);
    const [track] = out.stream.getAudioTracks();
    if (!track) throw new Error('The audio graph has no output.');
    track.contentHint = 'speech';
    return {
      track,
      close() {
        voice.destroy();
        track.stop();
        aside(context.close());
      },
    };
  } catch (error) {
    aside(context.close());
    throw error;
  }
}

/** Some browsers process audio only after a press; without one, the unprocessed microphone is better than silence. */
async function running(context: AudioContext): Promise<void> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
  const timer = setTimeout(giveUp, 1_500);
  await Promise.race([context.resume(), late]).finally(() => clearTimeout(timer));
  if (context.state !== 'running') throw new Error('The browser does not let this page process audio before a press.');
}
