import { createStore } from 'zustand/vanilla';

/** A short message that goes by itself. `calm` ones are only read out when nothing else is. */
export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly tone: 'calm' | 'good' | 'warning';
  /** One thing to do about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

let next = 0;

/** The messages on the page now, oldest first. */
export const toasts = createStore<{ readonly list: readonly Toast[] }>(() => ({ list: [] }));

/** Shows a message; it stays `seconds`, or until it is dismissed when that is 0. */
export function showToast(toast: Omit<Toast, 'id'>, seconds = 6): void {
  const id = (next += 1);
  toasts.setState(({ list }) => ({
    list: [...list.filter(({ words }) => words !== toast.words).slice(-2), { ...toast, id }],
  }));
  if (seconds > 0) setTimeout(() => dismissToast(id), seconds * 1000);
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  toasts.setState(({ list }) => ({ list: list.filter((toast) => toast.id !== id) }));
}
