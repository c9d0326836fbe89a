import type { ErrorCode } from '@plenum/shared/core/errors';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';

/** The content of a message to send. */
export interface Writing {
  readonly text?: string;
  readonly reply?: string;
  readonly files?: string[];
}

/** A message that the server did not acknowledge. */
export interface FailedMessage {
  readonly id: number;
  readonly channel: ChannelId;
  readonly writing: Writing;
  readonly code: ErrorCode;
  /** The bound that was met, where the server named one. */
  readonly bound?: string | undefined;
  /** Server clock, epoch ms, when it was first sent. */
  readonly sentAt: number;
  readonly retrying: boolean;
}

/** The largest difference between the clocks of client and server, in ms. */
const clockSlackMs = 2_000;

/** Returns the failed messages that are not in the conversation. Each message there matches only one of them. */
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
