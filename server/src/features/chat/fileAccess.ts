import type { FileId } from '@plenum/shared/core/ids';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { type ChatState, visibleIn } from '@plenum/shared/features/chat/reduce';
import type { MemberView } from '../../room/serve.ts';

/** A file is for those who see a message that carries it, and for who has brought it and not sent it yet. */
export function mayHave(state: ChatState, { id: member }: MemberView, file: FileId): boolean {
  const waiting = Object.hasOwn(state.uploads, member) ? (state.uploads[member] ?? []) : [];
  if (waiting.some(({ id }) => id === file)) return true;
  const carriesIt = ({ files = [] }: ChatMessage) => files.some(({ id }) => id === file);
  return ['all', 'staff', ...Object.keys(state.talks)].some((one) => visibleIn(state, one, member).some(carriesIt));
}
