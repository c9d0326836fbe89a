import { aside } from '@plenum/shared/core/aside';
import type { ErrorCode } from '@plenum/shared/core/errors';
import { useCallback, useEffect, useRef, useState } from 'react';
import { codeOf } from '../../app/errorWords.ts';

/** What the server has answered to a question of a page. */
type Answer<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly code: ErrorCode }
  | { readonly state: 'there'; readonly value: T };

interface Asked<T> {
  readonly answer: Answer<T>;
  /** Asks again; what was answered stays until then. */
  readonly again: () => Promise<void>;
  /** Takes what another request answered. */
  readonly take: (value: T) => void;
}

/**
 * Asks the server when the page opens, and every `everyMs` while it is seen.
 * @param ask does not change while the page lives
 */
export function useAnswer<T>(ask: () => Promise<T>, everyMs?: number): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'asking' });
  const asking = useRef(ask);
  const take = useCallback((value: T) => setAnswer({ state: 'there', value }), []);
  const again = useCallback(async () => {
    try {
      take(await asking.current());
    } catch (error) {
      // An answer that is there is shown on: the next question may succeed.
      setAnswer((before) => (before.state === 'there' ? before : { state: 'failed', code: codeOf(error) }));
    }
  }, [take]);
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the answer of the server comes later.
    aside(again());
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => document.visibilityState === 'visible' && aside(again()), everyMs);
    return () => clearInterval(timer);
  }, [again, everyMs]);
  return { answer, again, take };
}
