import type { PassedPerson, Passes } from '../gateway/http/rooms.ts';
import type { Clock } from '../room/ports.ts';
import type { Store } from '../storage/ports.ts';
import { hashOf, type Meetings } from './Meetings.ts';
import { detailsOf } from './sessions.ts';

/** How long the link to which `join` leads can be used, in ms. */
const passMs = 2 * 60_000;

interface Options {
  readonly store: Pick<Store, 'ask'>;
  readonly clock: Clock;
  readonly meetings: Pick<Meetings, 'requireGoing'>;
}

/** The passes that `join` gives: each admits one person once. */
export function passesOf({ store, clock, meetings }: Options): Passes {
  return {
    requireGoing: (room) => meetings.requireGoing(room),
    async use(pass): Promise<PassedPerson | undefined> {
      const at = clock.now();
      const row = await store.ask.bbbMeetings.use({ tokenHash: hashOf(pass), since: at - passMs, at });
      const details = row && detailsOf(row);
      if (!row || !details) return undefined;
      const { name, person, leaveTo, isWaiting, role, guest } = details;
      return {
        room: row.room,
        member: row.member,
        name,
        person,
        role: role === 'MODERATOR' ? 'host' : guest ? 'guest' : 'participant',
        ...(!isWaiting && { standing: 'inside' as const }),
        ...(leaveTo !== '' && { leaveTo }),
      };
    },
  };
}
