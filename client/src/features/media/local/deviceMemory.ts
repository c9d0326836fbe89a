import '../../../core/jitless.ts';
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';
import { browserStorage, tabStorage } from '../../../core/storage.ts';

/** Processing of the microphone: none, the browser's, a neural network's, or none in stereo for music. */
export const soundModes = ['plain', 'usual', 'strong', 'music'] as const;
export type SoundMode = (typeof soundModes)[number];

/** The real background is shown. */
export const noBackground = 'none';

const DeviceMemory = z.object({
  mic: orElse(z.optional(z.string()), undefined),
  camera: orElse(z.optional(z.string()), undefined),
  speaker: orElse(z.optional(z.string()), undefined),
  micOn: orElse(z.boolean(), true),
  cameraOn: orElse(z.boolean(), true),
  /** Names of the devices: ids change with a new browser profile, names do not. */
  labels: orElse(
    z.object({ mic: z.optional(z.string()), camera: z.optional(z.string()), speaker: z.optional(z.string()) }),
    {},
  ),
  sound: orElse(z.enum(soundModes), 'usual'),
  background: orElse(z.string(), noBackground),
  shareKind: orElse(z.enum(['text', 'motion']), 'text'),
});

/** The last chosen devices, and whether they were on. */
export type DeviceMemory = z.infer<typeof DeviceMemory>;

const place = 'plenum.devices';

/** This browser's memory of devices. */
export function rememberedDevices(): DeviceMemory {
  try {
    return z.parse(DeviceMemory, JSON.parse(browserStorage.load(place) ?? '{}'));
  } catch {
    return z.parse(DeviceMemory, {});
  }
}

/** Changes the memory. */
export function rememberDevices(part: { readonly [K in keyof DeviceMemory]?: DeviceMemory[K] | undefined }): void {
  browserStorage.save(place, JSON.stringify({ ...rememberedDevices(), ...part }));
}

const BeforeReload = z.object({ mic: z.boolean(), camera: z.boolean(), muted: z.boolean() });
type BeforeReload = z.infer<typeof BeforeReload>;

/** What was on in this tab before the reload. */
export function devicesBeforeReload(roomId: string): BeforeReload | undefined {
  try {
    return z.safeParse(BeforeReload, JSON.parse(tabStorage.load(`${place}.${roomId}`) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

/** Records what is on, for this tab only. */
export function rememberForReload(roomId: string, devices: BeforeReload): void {
  tabStorage.save(`${place}.${roomId}`, JSON.stringify(devices));
}
