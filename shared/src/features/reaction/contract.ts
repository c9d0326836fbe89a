import * as z from 'zod/mini';
import { command, contract, volatile } from '../../core/contract.ts';
import { MemberId } from '../../core/ids.ts';

/** The reactions, in the order of the palette. */
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

/** The character of each reaction. Messages have the id only. */
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

/** How long a reaction stays beside the member, in ms. */
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
