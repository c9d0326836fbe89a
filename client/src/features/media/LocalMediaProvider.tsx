import { type ReactNode, useEffect, useState } from 'react';
import { LocalMedia } from './LocalMedia.ts';
import { LocalMediaContext } from './localMediaContext.ts';

/** Holds this person's devices while they are before or in a meeting, and lets go of them afterwards. */
export function LocalMediaProvider({ children }: { readonly children: ReactNode }) {
  const [local] = useState(() => new LocalMedia());
  useEffect(() => () => local.close(), [local]);
  return <LocalMediaContext value={local}>{children}</LocalMediaContext>;
}
