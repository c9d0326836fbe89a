import { chat, type Pin } from '@plenum/shared/features/chat/contract';
import { useMeeting } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';

/** The pins of everybody's conversation, oldest first. */
export function usePins(): readonly Pin[] {
  return useMeeting((state) => stateOf(state, chat).pins);
}

export function useIsPinned(id: string): boolean {
  return useMeeting((state) => stateOf(state, chat).pins.some((pin) => pin.id === id));
}
