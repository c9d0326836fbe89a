import { type DeviceMemory, noBackground } from '../local/deviceMemory.ts';
import type { Effect } from './effect.ts';

/** An effect could not start: the browser is too old, or its files did not load. */
class EffectError extends Error {
  override name = 'EffectError';
}

/** The effect that the person wants for a device's track; undefined: none. Loads its code first. @throws EffectError */
export async function effectFor(
  kind: 'mic' | 'camera',
  device: MediaStreamTrack,
  { sound, background }: DeviceMemory,
): Promise<Effect | undefined> {
  try {
    if (kind === 'mic' && sound === 'strong') return await (await import('./noise/cleanVoice.ts')).cleanVoice(device);
    if (kind === 'camera' && background !== noBackground)
      return await (await import('./background/hideBackground.ts')).hideBackground(device, background);
    return undefined;
  } catch (cause) {
    throw new EffectError('The effect could not be started.', { cause });
  }
}
