import * as z from 'zod/mini';
import { command, contract, durable, perSecond } from '../../core/contract.ts';
import { MemberId, MessageId } from '../../core/ids.ts';
import { ChatText } from '../../core/text.ts';

export const ChatMessage = z.object({
  id: MessageId,
  from: MemberId,
  /** The sender's name when it was sent: people leave, messages stay. */
  name: z.string(),
  text: z.string(),
  /** Epoch ms. */
  at: z.number(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

export const chat = contract('chat', {
  state: z.object({ messages: z.array(ChatMessage) }),
  commands: {
    send: command({
      needs: 'chatSend',
      limit: perSecond(1, 5),
      input: z.strictObject({ text: ChatText }),
      output: z.object({ id: MessageId }),
    }),
  },
  events: {
    sent: durable(ChatMessage),
  },
});
