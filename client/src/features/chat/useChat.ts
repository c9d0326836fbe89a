import { chat } from '@plenum/shared/features/chat/contract';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useMeeting, useSession } from '../../app/session.ts';
import { pendingOf, stateOf } from '../../core/store.ts';
import { ChatDesk, unseen } from './ChatDesk.ts';
import { type Row, rowsOf } from './rows.ts';

/** This person's side of the chat. */
export function useDesk(): ChatDesk {
  return ChatDesk.of(useSession());
}

/** How many messages of others were not seen yet. */
export function useUnread(): number {
  const desk = useDesk();
  const seen = useStore(desk.store, (state) => state.seen);
  return useMeeting((state) => unseen(stateOf(state, chat).messages, seen, state.me.id).length);
}

/** The lines of the chat, from the oldest to what is still on its way. */
export function useRows(): readonly Row[] {
  const desk = useDesk();
  const messages = useMeeting((state) => stateOf(state, chat).messages);
  const pending = useMeeting(useShallow((state) => pendingOf(state, chat, 'send')));
  const failed = useStore(desk.store, (state) => state.failed);
  const firstNew = useStore(desk.store, (state) => state.firstNew);
  return useMemo(
    () =>
      rowsOf({
        messages,
        firstNew,
        failed,
        pending: pending.map(({ key, input }) => ({ key, text: input.text ?? '' })),
      }),
    [messages, firstNew, failed, pending],
  );
}
