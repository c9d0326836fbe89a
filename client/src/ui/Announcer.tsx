import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const spoken = createStore<{ readonly words: string; readonly turn: number }>(() => ({ words: '', turn: 0 }));

/** Has a screen reader say something when it is free, without showing it. */
export function announce(words: string): void {
  spoken.setState(({ turn }) => ({ words, turn: turn + 1 }));
}

/** The live region behind `announce`: two places by turns, so that the same words twice are read twice. */
export function Announcer() {
  const { words, turn } = useStore(spoken);
  return (
    <div className="sr-only">
      <p aria-live="polite">{turn % 2 === 0 ? words : ''}</p>
      <p aria-live="polite">{turn % 2 === 1 ? words : ''}</p>
    </div>
  );
}
