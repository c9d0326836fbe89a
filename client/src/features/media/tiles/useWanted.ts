import { useState } from 'react';
import { useMeeting } from '../../../app/session.ts';

const kept = 6;

/** The members who talked last should be visible: the last few, newest first. */
export function useWanted(): readonly string[] {
  const speaking = useMeeting((state) => state.speaking);
  const [seen, setSeen] = useState<{ readonly speaking: readonly string[]; readonly recent: readonly string[] }>({
    speaking: [],
    recent: [],
  });
  if (seen.speaking === speaking) return seen.recent;
  const recent = [...speaking, ...seen.recent.filter((id) => !speaking.includes(id))].slice(0, kept);
  setSeen({ speaking, recent });
  return recent;
}
