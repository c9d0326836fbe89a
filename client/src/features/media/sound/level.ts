import { aside } from '@plenum/shared/core/aside';
import { audioContext } from '../../../ui/audioContext.ts';
import { type Loopback, openLoopback } from './loopback.ts';

/** Measures the level of a track, also while the track is muted. */
export interface Level {
  /** 0 (silence) to 1. */
  read(): number;
  close(): void;
}

/** How long the page's audio may take to start, in ms. Firefox never starts it on a computer without audio output. */
const startsWithinMs = 1_000;

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
  const analysed = (): number => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    return Math.sqrt(sum / samples.length);
  };
  let loopback: Loopback | undefined;
  const late = setTimeout(() => {
    if (context.state !== 'running') loopback = openLoopback(copy);
  }, startsWithinMs);
  return {
    read() {
      const isRunning = context.state === 'running';
      if (isRunning) {
        loopback?.close();
        loopback = undefined;
      }
      const decibels = 20 * Math.log10((isRunning ? analysed() : (loopback?.read() ?? 0)) + 1e-6);
      // -60 dB is a quiet room, -10 dB a loud voice.
      return Math.min(1, Math.max(0, (decibels + 60) / 50));
    },
    close() {
      clearTimeout(late);
      loopback?.close();
      source.disconnect();
      copy.stop();
    },
  };
}

/**
 * Plays a short, soft test sound on the chosen speaker, until the signal. Resolves to false when the page's audio does not start,
 * as on a computer without a speaker.
 */
export async function playTestSound(speaker: string | undefined, signal: AbortSignal): Promise<boolean> {
  const context = audioContext();
  if (!(await starts(context, signal))) return signal.aborted;
  const out = context.createMediaStreamDestination();
  const start = context.currentTime + 0.05;
  let last: OscillatorNode | undefined;
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
    last = tone;
  }
  const audio = new Audio();
  audio.srcObject = out.stream;
  if (speaker) await setSpeaker(audio, speaker);
  await audio.play();
  const pause = () => audio.pause();
  last?.addEventListener('ended', pause);
  signal.addEventListener('abort', pause);
  if (signal.aborted) pause();
  return true;
}

/** True as soon as the context runs; false when it does not in time, or after the signal. */
async function starts(context: AudioContext, signal: AbortSignal): Promise<boolean> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
  const timer = setTimeout(giveUp, startsWithinMs);
  signal.addEventListener('abort', () => giveUp());
  await Promise.race([context.resume(), late]);
  clearTimeout(timer);
  return context.state === 'running' && !signal.aborted;
}

/** True when a page may choose the speaker. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

/** True for a browser that lists a speaker only after the person chose it in the browser's own window. */
export function revealsNoSpeakers(): boolean {
  const devices: object | undefined = globalThis.navigator?.mediaDevices;
  return devices !== undefined && 'selectAudioOutput' in devices;
}

/** Sends an element's sound to a speaker; if that speaker is gone, nothing changes. */
export async function setSpeaker(element: HTMLMediaElement, speaker: string): Promise<void> {
  if (canChooseSpeaker()) await element.setSinkId(speaker).catch(() => {});
}
