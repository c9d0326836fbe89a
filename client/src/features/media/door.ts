import type { FeatureDoor } from '../../app/door.ts';
import { LocalMediaProvider } from './LocalMediaProvider.tsx';
import { PreJoinDevices } from './PreJoinDevices.tsx';
import { Preview } from './Preview.tsx';

/** This person's devices, before the meeting and in it. */
export const mediaDoor: FeatureDoor = {
  name: 'media',
  Provider: LocalMediaProvider,
  Preview,
  PreJoin: PreJoinDevices,
};
