import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const spoken = createStore<{ readonly words: string; readonly turn: number }>(() => ({ words: '', turn: 0 }));

/** Lets a screen reader say these words when it is free, without showing them. */
export function announce(words: string): void {
  spoken.setState(({ turn }) => ({ words, turn: turn + 1 }));
}

/** The live region behind `announce`: two elements in turn, so that repeated words are read again. */
export function Announcer() {
  const { words, turn } = useStore(spoken);
  return (
    <div className="sr-only">
      <p aria-live="polite">{turn % 2 === 0 ? words : ''}</p>
      <p aria-live="polite">{turn % 2 === 1 ? words : ''}</p>
    </div>
  );
}
