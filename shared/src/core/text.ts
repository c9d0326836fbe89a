import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { hasNothingHidden, namesSomething, showsSomething } from './visible.ts';

// Control characters, direction overrides and line separators can make one line of text look like another.
const unsafe = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/u;
// Control characters other than tab and line feed.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const stackedMarks = /\p{M}{9}/u;

function isOneSafeLine(value: string): boolean {
  return value.isWellFormed() && !unsafe.test(value) && !stackedMarks.test(value) && hasNothingHidden(value);
}

/**
 * One line that people read as a sentence: no control or direction marks, no stacks of accents, no invisible
 * characters. For commands only; events and states accept any string, so that old texts can still be read (decision
 * 0075).
 */
export const sentence = (max: number) =>
  z
    .string()
    .check(
      z.maxLength(max),
      z.trim(),
      z.minLength(1),
      z.refine(isOneSafeLine, 'This text has characters that cannot be shown.'),
      z.refine(showsSomething, 'This text has nothing that can be seen.'),
    );

/** One line that people read as a name: a sentence without markup. */
const line = (max: number) =>
  sentence(max).check(
    z.refine((value) => !/[<>]/.test(value), 'This text has characters that a name cannot have.'),
    z.refine(namesSomething, 'A name needs a letter, a number, a symbol or an emoji.'),
  );

export const DisplayName = line(limits.nameLength);
export const RoomTitle = line(limits.titleLength);

/** A short message of one line; may be empty. */
export const optionalSentence = (max: number) => z.union([z.literal(''), sentence(max)]);

/** Text of several lines, kept as written; may be empty. */
export const lines = (max: number) =>
  z.string().check(
    z.maxLength(max),
    z.refine(
      (value) => value.isWellFormed() && !controls.test(value) && !stackedMarks.test(value),
      'This text has characters that cannot be shown.',
    ),
  );

/** Text of several lines that is not empty. */
export const visibleLines = (max: number) =>
  lines(max).check(z.refine(showsSomething, 'This text has nothing that can be seen.'));
