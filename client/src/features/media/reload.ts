import type { StoreApi } from 'zustand/vanilla';
import { rememberForReload } from './deviceMemory.ts';
import type { Capture, LocalMediaState } from './localMediaState.ts';

/** Writes down what is on, now and at each change, for a reload of the page; until the returned function is called. */
export function keepForReload(store: StoreApi<LocalMediaState>, roomId: string): () => void {
  const keep = ({ mic, camera, micMuted }: LocalMediaState) =>
    rememberForReload(roomId, { mic: isWanted(mic), camera: isWanted(camera), muted: micMuted });
  // At once, too: a reload before the first change must find it.
  keep(store.getState());
  return store.subscribe(keep);
}

function isWanted({ state }: Capture): boolean {
  return state === 'on' || state === 'starting';
}
