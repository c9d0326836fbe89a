import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { asLine, asLines, withoutHiddenEdges } from './typed.ts';
import { namesSomething, showsSomething } from './visible.ts';

const stackedMarks = /\p{M}{9}/u;

function isReadable(value: string): boolean {
  return value.isWellFormed() && !stackedMarks.test(value);
}

/**
 * One line that people read as a sentence. Characters that cannot be seen are taken off: control and direction marks,
 * invisible letters; a line break becomes a space (decision 0111). Stacks of accents are refused. For commands only;
 * events and states accept any string, so that old texts can still be read (decision 0075).
 */
export const sentence = (max: number) =>
  z
    .string()
    .check(
      z.maxLength(max),
      z.overwrite(asLine),
      z.minLength(1, 'This text is empty, or has only characters that cannot be shown.'),
      z.refine(isReadable, 'This text has characters that cannot be shown.'),
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

/**
 * Text of several lines; may be empty. It is kept as written, but for control characters, which are taken off, and line breaks of
 * other programs, which become line feeds.
 */
export const lines = (max: number) =>
  z
    .string()
    .check(
      z.maxLength(max),
      z.overwrite(asLines),
      z.refine(isReadable, 'This text has characters that cannot be shown.'),
    );

/** Text of several lines that is not empty. Characters at its edges that cannot be seen are taken off. */
export const visibleLines = (max: number) =>
  lines(max).check(
    z.overwrite(withoutHiddenEdges),
    z.refine(showsSomething, 'This text has nothing that can be seen.'),
  );
