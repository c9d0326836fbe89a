import { aside } from '@plenum/shared/core/aside';
import { audioContext } from '../../../ui/audioContext.ts';

/** Measures the level of a track, also while the track is muted. */
export interface Level {
  /** 0 (silence) to 1. */
  read(): number;
  close(): void;
}

/** Measures a copy of the track, over the last 20 ms (1024 samples) or 170 ms (8192), so that muting does not silence it. */
export function createLevel(track: MediaStreamTrack, samplesAtOnce: 1024 | 8192 = 1024): Level {
  const copy = track.clone();
  copy.enabled = true;
  const context = audioContext();
  aside(context.resume());
  const source = context.createMediaStreamSource(new MediaStream([copy]));
  const analyser = context.createAnalyser();
  analyser.fftSize = samplesAtOnce;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      let sum = 0;
      for (const sample of samples) sum += sample * sample;
      const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) + 1e-6);
      // -60 dB is a quiet room, -10 dB a loud voice.
      return Math.min(1, Math.max(0, (decibels + 60) / 50));
    },
    close() {
      source.disconnect();
      copy.stop();
    },
  };
}

/** Plays a short, soft test sound on the chosen speaker. */
export async function playTestSound(speaker: string | undefined): Promise<void> {
  const context = audioContext();
  await context.resume();
  const out = context.createMediaStreamDestination();
  const start = context.currentTime + 0.05;
  for (const [index, pitch] of [523, 659, 784].entries()) {
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    const at = start + index * 0.22;
    volume.gain.linearRampToValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.2, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    tone.connect(volume).connect(out);
    tone.start(at);
    tone.stop(at + 0.45);
  }
  const audio = new Audio();
  audio.srcObject = out.stream;
  if (speaker) await setSpeaker(audio, speaker);
  await audio.play();
  setTimeout(() => audio.pause(), 1_500);
}

/** True when a page may choose the speaker. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

/** Sends an element's sound to a speaker; if that speaker is gone, nothing changes. */
export async function setSpeaker(element: HTMLMediaElement, speaker: string): Promise<void> {
  if (canChooseSpeaker()) await element.setSinkId(speaker).catch(() => {});
}
