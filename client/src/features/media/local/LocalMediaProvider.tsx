import { type ReactNode, useEffect, useState } from 'react';
import { LocalMedia } from './LocalMedia.ts';
import { LocalMediaContext } from './localMediaContext.ts';

/** Keeps this person's devices before and in a meeting, and stops them afterwards. */
export function LocalMediaProvider({ children }: { readonly children: ReactNode }) {
  const [local] = useState(() => new LocalMedia());
  useEffect(() => () => local.close(), [local]);
  return <LocalMediaContext value={local}>{children}</LocalMediaContext>;
}
