import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const dialog = createStore<{ readonly open: boolean }>(() => ({ open: false }));

/** Opens the window in which the timer is started and changed. */
export function openTimer(): void {
  dialog.setState({ open: true });
}

export function closeTimer(): void {
  dialog.setState({ open: false });
}

export function useTimerOpen(): boolean {
  return useStore(dialog, ({ open }) => open);
}
