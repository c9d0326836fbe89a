import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { Session } from '../core/session.ts';

/** What a feature has on the way into a meeting; everything else of it is loaded while a person types their name. */
export interface FeatureDoor {
  readonly name: string;
  /** Around pre-join and meeting: what lives through both. */
  readonly Provider?: ComponentType<{ readonly roomId: string; readonly children: ReactNode }>;
  /** On the pre-join page: large, and beside it. */
  readonly Preview?: ComponentType;
  readonly PreJoin?: ComponentType;
}

/** The way in: what stands before the door, and what is behind it. */
export interface Entrance {
  readonly doors: readonly FeatureDoor[];
  /** Waiting outside, and the meeting. */
  readonly Inside: ComponentType<{ readonly session: Session }>;
  /** Begins to load what is behind the door. */
  readonly loadInside: () => void;
}

/** The entrance of this client, given by main.tsx. */
export const EntranceContext = createContext<Entrance>({ doors: [], Inside: () => null, loadInside: () => {} });

/** The entrance of this client; it never changes while the page lives. */
export function useEntrance(): Entrance {
  return useContext(EntranceContext);
}
