import { reduceChat } from '@plenum/shared/features/chat/reduce';
import { serve } from '../../room/serve.ts';

/** Public chat: the sender is set here, never by the client. */
export const serveChat = serve(reduceChat, {
  commands: {
    send(context, { text }) {
      const { id: from, name } = context.member;
      const message = { id: context.newId(), from, name, text, at: context.now() };
      context.emit('sent', message);
      return { id: message.id };
    },
  },
});
