import * as z from 'zod/mini';
import type { MemberId } from '../../core/ids.ts';

/** A conversation: everybody's, the moderators', or the talk of two, both ids in order with a dot between. */
export const ChannelId = z.string().check(z.regex(/^(?:all|staff|[\w-]{1,40}\.[\w-]{1,40})$/));
export type ChannelId = z.infer<typeof ChannelId>;

/** The talk of these two, whoever asks. */
export function talkOf(one: MemberId, other: MemberId): ChannelId {
  return one < other ? `${one}.${other}` : `${other}.${one}`;
}

/** Who is at the other end of a talk; undefined when it is no talk, or none of this member's. */
export function otherEnd(channel: ChannelId, member: MemberId): MemberId | undefined {
  const [one, other] = channel.split('.');
  if (one === undefined || other === undefined) return undefined;
  if (one === member) return other;
  return other === member ? one : undefined;
}
