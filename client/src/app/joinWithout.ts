import { createContext, useContext, useEffect, useEffectEvent } from 'react';

/** What is to be switched off when somebody joins without devices; features put it in, the pre-join page calls it. */
export const JoinWithoutContext = createContext<Set<() => void>>(new Set());

/** Has something done before a person joins without devices. */
export function useOnJoinWithout(run: () => void): void {
  const all = useContext(JoinWithoutContext);
  const call = useEffectEvent(run);
  useEffect(() => {
    const each = () => call();
    all.add(each);
    return () => void all.delete(each);
  }, [all]);
}
