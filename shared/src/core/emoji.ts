import * as z from 'zod/mini';

const part = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?(?:[\u{E0020}-\u{E007E}]{1,8}\u{E007F})?`;
// By the structure and not by a list, because a list is out of date with the next version of Unicode.
const shape = String.raw`(?:\p{RI}\p{RI}|[#*0-9]\uFE0F?\u20E3|${part}(?:\u200D${part}){0,6})`;
const single = new RegExp(`^${shape}$`, 'u');
const few = new RegExp(String.raw`^\s*(?:${shape}\s*){1,3}$`, 'u');

/** Accepts exactly one emoji; joined emoji and flags count as one. */
export const SingleEmoji = z.string().check(
  z.maxLength(40),
  z.refine((value) => single.test(value), 'This is not one emoji.'),
);
export type SingleEmoji = z.infer<typeof SingleEmoji>;

/** True for one to three emoji and nothing else. */
export function isOnlyEmoji(text: string): boolean {
  return text.length <= 120 && few.test(text);
}
