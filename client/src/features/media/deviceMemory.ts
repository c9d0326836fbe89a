import '../../core/jitless.ts';
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';

/** What is done to the sound of the microphone: nothing, the browser's own, a neural network's, or music as it is in stereo. */
export const soundModes = ['plain', 'usual', 'strong', 'music'] as const;
export type SoundMode = (typeof soundModes)[number];

/** Behind me is what is there. */
export const noBackground = 'none';

const DeviceMemory = z.object({
  mic: orElse(z.optional(z.string()), undefined),
  camera: orElse(z.optional(z.string()), undefined),
  speaker: orElse(z.optional(z.string()), undefined),
  micOn: orElse(z.boolean(), true),
  cameraOn: orElse(z.boolean(), true),
  /** What they are called: ids change with a new profile of the browser, names stay. */
  labels: orElse(
    z.object({ mic: z.optional(z.string()), camera: z.optional(z.string()), speaker: z.optional(z.string()) }),
    {},
  ),
  sound: orElse(z.enum(soundModes), 'usual'),
  background: orElse(z.string(), noBackground),
  shareKind: orElse(z.enum(['text', 'motion']), 'text'),
});

/** Which devices a person chose last, and whether they were on. */
export type DeviceMemory = z.infer<typeof DeviceMemory>;

const place = 'plenum.devices';

/** What this browser remembers of devices. */
export function rememberedDevices(): DeviceMemory {
  try {
    return z.parse(DeviceMemory, JSON.parse(localStorage.getItem(place) ?? '{}'));
  } catch {
    return z.parse(DeviceMemory, {});
  }
}

/** Changes what is remembered. */
export function rememberDevices(part: { readonly [K in keyof DeviceMemory]?: DeviceMemory[K] | undefined }): void {
  try {
    localStorage.setItem(place, JSON.stringify({ ...rememberedDevices(), ...part }));
  } catch {
    // Then it is chosen again next time.
  }
}

const BeforeReload = z.object({ mic: z.boolean(), camera: z.boolean(), muted: z.boolean() });
type BeforeReload = z.infer<typeof BeforeReload>;

/** What was on in this tab before the page was loaded again. */
export function devicesBeforeReload(roomId: string): BeforeReload | undefined {
  try {
    return z.safeParse(BeforeReload, JSON.parse(sessionStorage.getItem(`${place}.${roomId}`) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** Writes down what is on, for this tab only. */
export function rememberForReload(roomId: string, devices: BeforeReload): void {
  try {
    sessionStorage.setItem(`${place}.${roomId}`, JSON.stringify(devices));
  } catch {
    // Then a reload comes back without devices.
  }
}
