import { createStore } from 'zustand/vanilla';

/** A short message that disappears by itself. Screen readers read `calm` ones only when they are free. */
export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly tone: 'calm' | 'good' | 'warning';
  /** One action about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

let next = 0;

/** The visible messages, oldest first. */
export const toasts = createStore<{ readonly list: readonly Toast[] }>(() => ({ list: [] }));

/** Shows a message for this many seconds; 0: until it is dismissed. Returns its id. */
export function showToast(toast: Omit<Toast, 'id'>, seconds = 6): number {
  const id = (next += 1);
  toasts.setState(({ list }) => ({
    list: [...list.filter(({ words }) => words !== toast.words).slice(-2), { ...toast, id }],
  }));
  if (seconds > 0) setTimeout(() => dismissToast(id), seconds * 1000);
  return id;
}

/** Removes a message. */
export function dismissToast(id: number): void {
  toasts.setState(({ list }) => ({ list: list.filter((toast) => toast.id !== id) }));
}
