import type { ErrorCode } from '@plenum/shared/core/errors';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';

/** What was to be said. */
export interface Writing {
  readonly text?: string;
  readonly reply?: string;
  readonly files?: string[];
}

/** A message that did not get through. */
export interface FailedMessage {
  readonly id: number;
  readonly channel: ChannelId;
  readonly writing: Writing;
  readonly code: ErrorCode;
  /** Server clock, epoch ms, when it was first sent. */
  readonly sentAt: number;
  readonly retrying: boolean;
}

/** Clocks of client and server agree to this much. */
const clockSlackMs = 2_000;

/** The failed messages that really are not in the conversation; each message there answers for one of them. */
export function notArrived(
  failed: readonly FailedMessage[],
  messages: readonly ChatMessage[],
  me: string,
): readonly FailedMessage[] {
  const mine = messages.filter(({ from }) => from === me);
  return failed.filter(({ writing, sentAt }) => {
    const isIt = (message: ChatMessage) =>
      message.text === (writing.text ?? '') &&
      message.at >= sentAt - clockSlackMs &&
      (message.files ?? []).every(({ id }) => writing.files?.includes(id) ?? false);
    const index = mine.findIndex(isIt);
    if (index === -1) return true;
    mine.splice(index, 1);
    return false;
  });
}
