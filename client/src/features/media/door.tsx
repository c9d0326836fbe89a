import { type ReactNode, useEffect, useState } from 'react';
import type { FeatureDoor } from '../../app/door.ts';
import { PreJoinDevices } from './devices/PreJoinDevices.tsx';
import { Preview } from './devices/Preview.tsx';
import { LocalMedia } from './local/LocalMedia.ts';
import { LocalMediaContext } from './local/localMediaContext.ts';

/** This person's devices, before the meeting and in it. */
export const mediaDoor: FeatureDoor = {
  name: 'media',
  Provider: LocalMediaProvider,
  Preview,
  PreJoin: PreJoinDevices,
};

/** Keeps this person's devices before and in a meeting, and stops them afterwards. */
function LocalMediaProvider({ children }: { readonly children: ReactNode }) {
  const [local] = useState(() => new LocalMedia());
  useEffect(() => () => local.close(), [local]);
  return <LocalMediaContext value={local}>{children}</LocalMediaContext>;
}
