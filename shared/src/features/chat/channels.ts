import * as z from 'zod/mini';
import type { MemberId } from '../../core/ids.ts';

/** Names a conversation: everybody's, the moderators', or a talk of two, which is both ids in order with a dot between. */
export const ChannelId = z.string().check(z.regex(/^(?:all|staff|[\w-]{1,40}\.[\w-]{1,40})$/));
export type ChannelId = z.infer<typeof ChannelId>;

/** The talk of these two members, in either order. */
export function talkOf(one: MemberId, other: MemberId): ChannelId {
  return one < other ? `${one}.${other}` : `${other}.${one}`;
}

/** The other member of a talk; undefined for another conversation, and for a talk without this member. */
export function otherEnd(channel: ChannelId, member: MemberId): MemberId | undefined {
  const [one, other] = channel.split('.');
  if (one === undefined || other === undefined) return undefined;
  if (one === member) return other;
  return other === member ? one : undefined;
}
