import * as z from 'zod/mini';
import { Role } from '../../core/abilities.ts';
import { MemberId, MessageId, OrganisationId, PollId, RecordingId, RoomId, SpaceId } from '../../core/ids.ts';

/** The events of webhooks. Receivers know these names, so a name is never changed. */
export const webhookEvents = [
  'meeting.started',
  'meeting.ended',
  'participant.joined',
  'participant.left',
  'recording.ready',
  'recording.published',
  'recording.unpublished',
  'recording.deleted',
  'poll.published',
  'chat.message',
] as const;
export const WebhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The events of a webhook that names none: all but what people write. */
export const usualEvents = webhookEvents.filter((event) => event !== 'chat.message');

const Participant = z.object({ id: MemberId, name: z.string(), role: Role });
const recording = z.object({
  recording: z.object({
    id: RecordingId,
    title: z.string(),
    /** Epoch ms. */
    startedAt: z.number(),
    /** In ms. */
    duration: z.number(),
  }),
});

/** What each event says, in `data`. Times are epoch ms. */
export const webhookData = {
  'meeting.started': z.object({ startedAt: z.number() }),
  'meeting.ended': z.object({ startedAt: z.number(), endedAt: z.number() }),
  'participant.joined': z.object({ participant: Participant }),
  'participant.left': z.object({ participant: Participant }),
  'recording.ready': recording,
  'recording.published': recording,
  'recording.unpublished': recording,
  'recording.deleted': recording,
  /** The results that everybody in the meeting sees; a secret poll has no names and no single ballots. */
  'poll.published': z.object({
    poll: z.object({
      id: PollId,
      question: z.string(),
      secret: z.boolean(),
      /** The options in order, with the number of answers; a typed answer is an option. Empty when too few answered. */
      options: z.array(z.object({ text: z.string(), count: z.int() })),
      ballots: z.int(),
    }),
  }),
  /** A message to everybody. Messages to single people and to moderators are never told. */
  'chat.message': z.object({
    message: z.object({ id: MessageId, from: z.string(), name: z.string(), text: z.string() }),
  }),
} as const satisfies Record<WebhookEvent, z.ZodMiniObject>;
export type WebhookData = { [E in WebhookEvent]: z.infer<(typeof webhookData)[E]> };

/** The body of a delivery. */
export const WebhookBody = z.object({
  /** The id of the delivery, the same in each try: `webhook-id` has it too. */
  id: z.string(),
  /** One of `webhookEvents`, or `test`. */
  type: z.string(),
  /** When it happened, epoch ms. */
  at: z.number(),
  organisation: OrganisationId,
  /** Absent for `test`. */
  meeting: z.optional(z.object({ room: RoomId, title: z.string(), space: SpaceId, spaceTitle: z.string() })),
  data: z.record(z.string(), z.unknown()),
});
export type WebhookBody = z.infer<typeof WebhookBody>;
