import { createStore } from 'zustand/vanilla';

/** A short message that disappears by itself. Screen readers read `calm` ones only when they are free. */
export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly tone: 'calm' | 'good' | 'warning';
  /** One action about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** How long it stays; 0: until it is dismissed. */
  readonly seconds: number;
}

/** Least time of a message with an action, so that it can be read and reached (WCAG 2.2.1). */
const actionSeconds = 20;
const most = 3;

let next = 0;

/** The visible messages, oldest first. */
export const toasts = createStore<{ readonly list: readonly Toast[] }>(() => ({ list: [] }));

/** Shows a message for this many seconds, with an action for 20 at least; 0: until it is dismissed. Returns its id. */
export function showToast(toast: Omit<Toast, 'id' | 'seconds'>, seconds = 6): number {
  const id = (next += 1);
  const lasts = toast.action && seconds > 0 ? Math.max(seconds, actionSeconds) : seconds;
  toasts.setState(({ list }) => {
    const others = list.filter(({ words }) => words !== toast.words);
    return { list: [...withRoom(others), { ...toast, id, seconds: lasts }] };
  });
  return id;
}

/** Makes room for one more message: the oldest without an action goes first. */
function withRoom(list: readonly Toast[]): readonly Toast[] {
  if (list.length < most) return list;
  const oldest = list.find(({ action }) => !action) ?? list[0];
  return withRoom(list.filter((toast) => toast !== oldest));
}

/** Removes a message. */
export function dismissToast(id: number): void {
  toasts.setState(({ list }) => ({ list: list.filter((toast) => toast.id !== id) }));
}
