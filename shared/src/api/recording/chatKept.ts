import * as z from 'zod/mini';

/** What a recording keeps of the chat: everything that all may read, that without authors, or nothing. */
export const chatKinds = ['kept', 'anonymous', 'none'] as const;
export const ChatKept = z.enum(chatKinds);
export type ChatKept = z.infer<typeof ChatKept>;
