import { createContext, useContext, useEffect, useEffectEvent } from 'react';

/** Functions that switch devices off when a person joins without them. Features add them; the pre-join page calls them. */
export const JoinWithoutContext = createContext<Set<() => void>>(new Set());

/** Calls `run` before a person joins without devices. */
export function useOnJoinWithout(run: () => void): void {
  const all = useContext(JoinWithoutContext);
  const call = useEffectEvent(run);
  useEffect(() => {
    const each = () => call();
    all.add(each);
    return () => void all.delete(each);
  }, [all]);
}
