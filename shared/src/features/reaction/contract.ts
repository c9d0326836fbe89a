import * as z from 'zod/mini';
import { command, contract, volatile } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** The signs that there are, in the order of the palette. */
export const emojiIds = [
  'thumbsUp',
  'thumbsDown',
  'clap',
  'heart',
  'joy',
  'smile',
  'surprise',
  'sad',
  'thinking',
  'party',
  'fist',
  'coffee',
] as const;
export const Emoji = z.enum(emojiIds);
export type Emoji = z.infer<typeof Emoji>;

/** How each is shown; only its id travels. */
export const emojis: Readonly<Record<Emoji, string>> = {
  thumbsUp: '👍',
  thumbsDown: '👎',
  clap: '👏',
  heart: '❤️',
  joy: '😂',
  smile: '😊',
  surprise: '😮',
  sad: '😢',
  thinking: '🤔',
  party: '🎉',
  fist: '✊',
  coffee: '☕',
};

/** How long the mark stays beside a person, in ms. */
export const reactionShownMs = 8_000;

export const reaction = contract('reaction', {
  state: z.object({}),
  commands: {
    react: command({
      needs: 'reactionSend',
      limit: { burst: 8, perSecond: 2 },
      input: z.strictObject({ emoji: Emoji }),
      output: z.object({}),
    }),
  },
  events: {
    reacted: volatile(z.object({ member: MemberId, emoji: Emoji })),
  },
});
