import { useCallback, useEffect, useRef } from 'react';

/** Returns a function that runs something after so many ms, unless the component is gone or another run was asked for by then. */
export function useLater(ms: number): (run: () => void) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (run) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(run, ms);
    },
    [ms],
  );
}
