import type { MemberId } from '@plenum/shared/core/ids';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The moderators' window that is open, and its person. */
export type ModerationDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'locks' | 'deeds' | 'bans' | 'end' | 'handOver' }
  | { readonly kind: 'rights' | 'rename' | 'remove'; readonly member: MemberId };

const dialogs = createStore<{ readonly now: ModerationDialog }>(() => ({ now: { kind: 'none' } }));

export function openDialog(now: ModerationDialog): void {
  dialogs.setState({ now });
}

export function closeDialog(): void {
  openDialog({ kind: 'none' });
}

export function useOpenDialog(): ModerationDialog {
  return useStore(dialogs, ({ now }) => now);
}
