import { useState } from 'react';
import { useMeeting } from '../session.ts';
import { usePeopleHere } from './people.ts';

/** Who is large when nobody is pinned: whoever talks, until they are silent and another talks; never me unless I am alone. */
export function useStageSpeaker(): string {
  const me = useMeeting((state) => state.me.id);
  const speaking = useMeeting((state) => state.speaking);
  const people = usePeopleHere();
  const [now, setNow] = useState<string>();
  const isHere = (id: string | undefined) => id !== undefined && people.some((member) => member.id === id);
  const talks = speaking.find((id) => id !== me && isHere(id));
  const stays = isHere(now) && (now === undefined || talks === undefined || speaking.includes(now)) ? now : undefined;
  const next = stays ?? talks ?? people.find(({ id }) => id !== me)?.id ?? me;
  if (next !== now) setNow(next);
  return next;
}
