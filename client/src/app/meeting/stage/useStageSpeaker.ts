import { useState } from 'react';
import { useMeeting } from '../../session.ts';
import { usePeopleHere } from './people.ts';

interface Talk {
  readonly me: string;
  /** Members who talk now, loudest first. */
  readonly speaking: readonly string[];
  readonly people: readonly string[];
}

/** The member on the stage after `now`: a speaker stays until silent while another talks. Never this person, unless alone. */
export function nextSpeaker(now: string | undefined, { me, speaking, people }: Talk): string {
  const others = people.filter((id) => id !== me);
  const talks = speaking.find((id) => others.includes(id));
  const stays = now !== undefined && others.includes(now) && (talks === undefined || speaking.includes(now));
  return (stays ? now : (talks ?? others[0])) ?? me;
}

/** The member on the stage when nobody is pinned. */
export function useStageSpeaker(): string {
  const me = useMeeting((state) => state.me.id);
  const speaking = useMeeting((state) => state.speaking);
  const people = usePeopleHere();
  const [now, setNow] = useState<string>();
  const next = nextSpeaker(now, { me, speaking, people: people.map(({ id }) => id) });
  if (next !== now) setNow(next);
  return next;
}
