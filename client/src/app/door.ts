import { type ComponentType, createContext, type ReactNode, useContext } from 'react';
import type { Session } from '../core/session.ts';

/** The parts of a feature that the way into a meeting needs; the rest is loaded while the person types their name. */
export interface FeatureDoor {
  readonly name: string;
  /** Wraps pre-join and meeting, for state that lives through both. */
  readonly Provider?: ComponentType<{ readonly roomId: string; readonly children: ReactNode }>;
  /** On the pre-join page: the large part, and the part beside it. */
  readonly Preview?: ComponentType;
  readonly PreJoin?: ComponentType;
}

/** The way into a meeting: the features' doors, and the part after joining. */
export interface Entrance {
  readonly doors: readonly FeatureDoor[];
  /** The waiting page, and the meeting. */
  readonly Inside: ComponentType<{ readonly session: Session }>;
  /** Starts to load the part after joining. */
  readonly loadInside: () => void;
}

/** The entrance of this client; main.tsx provides it. */
export const EntranceContext = createContext<Entrance>({ doors: [], Inside: () => null, loadInside: () => {} });

/** The entrance of this client. It never changes while the page lives. */
export function useEntrance(): Entrance {
  return useContext(EntranceContext);
}
