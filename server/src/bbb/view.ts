import { isCamera, media, Source } from '@plenum/shared/features/media/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { Attendee, Meeting, MeetingNow } from '../gateway/http/bbb/ports.ts';
import { parametersIn } from '../gateway/http/bbb/reading.ts';
import type { Room } from '../room/Room.ts';
import type { BbbSessionRow } from '../storage/recordPorts.ts';
import { peopleOf } from './opening.ts';
import { detailsOf } from './sessions.ts';

interface Around {
  /** Undefined while nobody is in it. */
  readonly room: Room | undefined;
  /** Its breakout rooms. */
  readonly children: readonly Room[];
  readonly sessions: readonly BbbSessionRow[];
  /** The most people that the server allows. */
  readonly mostPeople: number;
  readonly breakouts: readonly string[];
}

/** What happens in a meeting now, from the state of its room. */
export function nowOf(meeting: Meeting, { room, children, sessions, mostPeople, breakouts }: Around): MeetingNow {
  const most = peopleOf(parametersIn(meeting), undefined) ?? mostPeople;
  if (!room) return { meeting, attendees: [], videos: 0, most, breakouts };
  const { presenter } = room.committed(moderation);
  const streams = [room, ...children].map((one) => one.committed(media).streams);
  const sourcesOf = (member: string) =>
    streams.flatMap((all) => Source.options.filter((source) => all[member]?.[source] !== undefined));
  const byMember = new Map(sessions.map((session) => [session.member, session]));
  let videos = 0;
  const members = Object.values(room.committed(presence).members);
  const attendees = members
    .toSorted((one, other) => one.joinedAt - other.joinedAt)
    .map(({ id, name, role }): Attendee => {
      const session = byMember.get(id);
      const details = session && detailsOf(session);
      const sources = sourcesOf(id);
      const cameras = sources.filter(isCamera).length;
      videos += cameras;
      return {
        userId: session?.user_id ?? id,
        // A person who was renamed in the meeting has the new name.
        name: details?.name === name ? details.said : name,
        role: role === 'host' || role === 'moderator' ? 'MODERATOR' : 'VIEWER',
        isPresenter: presenter === id,
        hasJoinedVoice: sources.includes('mic'),
        hasVideo: cameras > 0,
        custom: details?.custom ?? {},
      };
    });
  return { meeting, attendees, videos, most, breakouts };
}
