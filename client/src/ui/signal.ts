import { audioContext } from './audioContext.ts';

/** The names of the sounds. */
export const signalNames = ['join', 'hand', 'message', 'warning'] as const;
export type SignalName = (typeof signalNames)[number];

/** Two soft tones each, in Hz: rising, falling or equal tones carry the meaning. */
const tones: Readonly<Record<SignalName, readonly [number, number]>> = {
  join: [392, 523],
  hand: [523, 659],
  message: [587, 587],
  warning: [523, 392],
};

/** Gain, from 0 to 1. */
const loudness = 0.06;
/** Time between the two tones, and duration of each fade, in seconds. */
const [apart, fade] = [0.13, 0.28];

/** Plays a signal; silent while the browser does not allow sound yet. */
export function playSignal(name: SignalName): void {
  const context = audioContext();
  if (context.state !== 'running') return;
  for (const [index, frequency] of tones[name].entries()) {
    const start = context.currentTime + index * apart;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(loudness, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + fade);
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + fade);
  }
}
