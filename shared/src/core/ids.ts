import * as z from 'zod/mini';

/** The server makes ids. They are URL-safe, and knowing one gives no right. */
const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));

export const RoomId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{2,39}$/));
export type RoomId = z.infer<typeof RoomId>;

/**
 * The id of a member in contracts. A receiver who may not know the member gets an opaque id instead (`conceal.ts`), so this
 * schema must be used for member ids only.
 */
export const MemberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));
export type MemberId = z.infer<typeof MemberId>;

/** The id of a member that every receiver may know: the member chose to be shown, or the receivers are few. */
export const ShownMemberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));

/** The name of the member whose `MemberId` is in the same object; empty for receivers who may not know the member. */
export const NameOfMember = z.string();

export const MessageId = id;
export type MessageId = z.infer<typeof MessageId>;

export const PollId = id;
export type PollId = z.infer<typeof PollId>;

/** The drawing client makes this id at random, so that it can show the shape before the server answers. */
export const ShapeId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{7,23}$/));
export type ShapeId = z.infer<typeof ShapeId>;

/**
 * The person who uses one browser, under any name (decision 0034). Only the server knows it; no client ever gets it.
 */
export const PersonId = id;
export type PersonId = z.infer<typeof PersonId>;

export const BanId = id;
export type BanId = z.infer<typeof BanId>;

/** The client makes a key for each command, so that a retry after a lost answer takes effect once. */
export const CommandKey = id;
export type CommandKey = z.infer<typeof CommandKey>;

/** The file store makes this id from 192 random bits, so that nobody can guess it. */
export const FileId = z.string().check(z.regex(/^[A-Za-z0-9_-]{32}$/));
export type FileId = z.infer<typeof FileId>;

/** An account: a person who can sign in. */
export const AccountId = id;
export type AccountId = z.infer<typeof AccountId>;

/** An organisation, the owner of spaces; a single person is an organisation of one. */
export const OrganisationId = id;
export type OrganisationId = z.infer<typeof OrganisationId>;

export const TierId = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/));
export type TierId = z.infer<typeof TierId>;

/** A space: a lasting place with an address, from which rooms are opened. */
export const SpaceId = id;
export type SpaceId = z.infer<typeof SpaceId>;

/** A meeting: one sitting in a space, from the first who comes to the last who goes. */
export const MeetingId = id;
export type MeetingId = z.infer<typeof MeetingId>;

export const InvitationId = id;
export type InvitationId = z.infer<typeof InvitationId>;

export const ApiKeyId = id;
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** A secret of the BigBlueButton API. */
export const BbbSecretId = id;
export type BbbSecretId = z.infer<typeof BbbSecretId>;
/** A key with which another server signs links into spaces. */
export const SigningKeyId = id;
export type SigningKeyId = z.infer<typeof SigningKeyId>;

/** A learning platform that an organisation trusts. */
export const LtiPlatformId = id;
export type LtiPlatformId = z.infer<typeof LtiPlatformId>;

/** A thing that is prepared in a space; slides and polls keep it in the meeting. */
export const PreparedId = id;
export type PreparedId = z.infer<typeof PreparedId>;

export const ScheduleId = id;
export type ScheduleId = z.infer<typeof ScheduleId>;

export const PlanGuestId = id;
export type PlanGuestId = z.infer<typeof PlanGuestId>;

/** What is kept of a meeting: a stretch of its log with sound and pictures. */
export const WebhookId = id;
export type WebhookId = z.infer<typeof WebhookId>;

/** One event on its way to one webhook. */
export const DeliveryId = id;
export type DeliveryId = z.infer<typeof DeliveryId>;

export const RecordingId = id;
export type RecordingId = z.infer<typeof RecordingId>;
