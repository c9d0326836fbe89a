import { audioContext } from './audioContext.ts';

/** The sounds that there are. */
export const signalNames = ['join', 'hand', 'message', 'warning'] as const;
export type SignalName = (typeof signalNames)[number];

/** Two soft tones each, in Hz: what they mean is told by rising, falling or staying. */
const tones: Readonly<Record<SignalName, readonly [number, number]>> = {
  join: [392, 523],
  hand: [523, 659],
  message: [587, 587],
  warning: [523, 392],
};

/** How loud, of 1. */
const loudness = 0.06;
/** Seconds from one tone to the next, and how long each fades. */
const [apart, fade] = [0.13, 0.28];

/** Plays a signal; silent where the browser has not let the page sound yet. */
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
