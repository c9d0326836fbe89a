import type { FileId } from '@plenum/shared/core/ids';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { type ChatState, visibleIn } from '@plenum/shared/features/chat/reduce';
import type { MemberView } from '../../room/serve.ts';

/** True for a member who sees a message with this file, or uploaded it and has not sent it yet. */
export function mayHave(state: ChatState, { id: member }: MemberView, file: FileId): boolean {
  const waiting = Object.hasOwn(state.uploads, member) ? (state.uploads[member] ?? []) : [];
  if (waiting.some(({ id }) => id === file)) return true;
  const carries = ({ files = [] }: ChatMessage) => files.some(({ id }) => id === file);
  return ['all', 'staff', ...Object.keys(state.talks)].some((one) => visibleIn(state, one, member).some(carries));
}
