import * as z from 'zod/mini';

/** Ids are made by the server: URL-safe, never a capability by themselves. */
const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));

export const RoomId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,39}$/));
export type RoomId = z.infer<typeof RoomId>;

/**
 * A member, as contracts name one. Whoever may not know of them is told an opaque id in its place (`conceal.ts`), so this
 * schema must be used for nothing else.
 */
export const MemberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));
export type MemberId = z.infer<typeof MemberId>;

/** A member who is shown to everybody that hears of this: by their own will, or because it is told to few. */
export const ShownMemberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));

/** The name of the member whose `MemberId` stands beside it; empty for whoever may not know of them. */
export const NameOfMember = z.string();

export const MessageId = id;
export type MessageId = z.infer<typeof MessageId>;

export const PollId = id;
export type PollId = z.infer<typeof PollId>;

/** Made at random by the client that draws it, so that it can show a shape before the server has answered. */
export const ShapeId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,23}$/));
export type ShapeId = z.infer<typeof ShapeId>;

/** One browser's owner, whatever they call themselves: known to the server alone, and never shown to anybody. */
export const PersonId = id;
export type PersonId = z.infer<typeof PersonId>;

export const BanId = id;
export type BanId = z.infer<typeof BanId>;

/** Made by the client for each command, so that a retry after a lost answer happens once. */
export const CommandKey = id;
export type CommandKey = z.infer<typeof CommandKey>;

/** Made by the file store, 192 random bits: who was not told it cannot guess it. */
export const FileId = z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/));
export type FileId = z.infer<typeof FileId>;
