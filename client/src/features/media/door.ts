import type { FeatureDoor } from '../../app/door.ts';
import { LocalMediaProvider } from './local/LocalMediaProvider.tsx';
import { PreJoinDevices } from './devices/PreJoinDevices.tsx';
import { Preview } from './devices/Preview.tsx';

/** This person's devices, before the meeting and in it. */
export const mediaDoor: FeatureDoor = {
  name: 'media',
  Provider: LocalMediaProvider,
  Preview,
  PreJoin: PreJoinDevices,
};
