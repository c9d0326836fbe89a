import { type DeviceInfo, sameName, type Wanted } from './capture.ts';

/** Unplugged while it was on: nothing took its place, or another device did. */
export type Displaced = 'lost' | 'replaced';

/** The device to take now that the list has changed; undefined: nothing that would be better than what is. */
export function deviceToTake(
  kind: 'mic' | 'camera',
  displaced: Displaced,
  devices: readonly DeviceInfo[],
  wanted: Wanted,
): DeviceInfo | undefined {
  const chosen = devices.find(({ id }) => id === wanted.id) ?? sameName(devices, wanted.label);
  if (chosen) return chosen;
  // Any microphone is better than none. Of a camera nobody knows where it looks.
  return displaced === 'lost' && (kind === 'mic' || wanted.id === undefined) ? devices[0] : undefined;
}
