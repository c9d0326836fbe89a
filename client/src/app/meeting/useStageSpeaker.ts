import { useState } from 'react';
import { useMeeting } from '../session.ts';
import { usePeopleHere } from './people.ts';

interface Talk {
  readonly me: string;
  /** Who talks now, loudest first. */
  readonly speaking: readonly string[];
  readonly people: readonly string[];
}

/** Who is large after `now`: whoever talks, until they are silent and another talks; never me unless I am alone. */
export function nextSpeaker(now: string | undefined, { me, speaking, people }: Talk): string {
  const others = people.filter((id) => id !== me);
  const talks = speaking.find((id) => others.includes(id));
  const stays = now !== undefined && others.includes(now) && (talks === undefined || speaking.includes(now));
  return (stays ? now : (talks ?? others[0])) ?? me;
}

/** Who is large when nobody is pinned. */
export function useStageSpeaker(): string {
  const me = useMeeting((state) => state.me.id);
  const speaking = useMeeting((state) => state.speaking);
  const people = usePeopleHere();
  const [now, setNow] = useState<string>();
  const next = nextSpeaker(now, { me, speaking, people: people.map(({ id }) => id) });
  if (next !== now) setNow(next);
  return next;
}
