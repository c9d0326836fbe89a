import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { LocalMedia } from './LocalMedia.ts';
import type { LocalMediaState } from './localMediaState.ts';

/** This person's devices, for pre-join and meeting. */
export const LocalMediaContext = createContext<LocalMedia | undefined>(undefined);

/** This person's devices. */
export function useLocalMedia(): LocalMedia {
  const local = useContext(LocalMediaContext);
  if (!local) throw new Error('This component belongs inside the media feature’s provider.');
  return local;
}

/** Selects a part of the devices' state. */
export function useLocal<T>(selector: (state: LocalMediaState) => T): T {
  return useStore(useLocalMedia().store, selector);
}
