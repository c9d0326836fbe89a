import type { Meeting } from '@plenum/shared/api/meeting/contract';
import type { Usage } from '@plenum/shared/api/organisation/contract';
import type { Acting } from '@plenum/shared/core/asker';
import type { AccountId, MemberId, RoomId } from '@plenum/shared/core/ids';
import type { Store } from '../../storage/ports.ts';
import type { RecordParts } from '../parts.ts';

type MeetingRow = Awaited<ReturnType<Store['ask']['meetings']['page']>>['rows'][number];

const minutesOf = (ms: number) => Math.floor(ms / 60_000);

function meetingOf({ id, space, title, started_at, ended_at, peak, participant_ms }: MeetingRow): Meeting {
  const ended = ended_at === null ? {} : { endedAt: ended_at };
  return { id, space, title, startedAt: started_at, ...ended, peak, participantMinutes: minutesOf(participant_ms) };
}

/** The history of meetings, and what organisations used. The store asks again who may. */
export class Meetings {
  readonly #parts: Pick<RecordParts, 'store'>;

  constructor(parts: Pick<RecordParts, 'store'>) {
    this.#parts = parts;
  }

  async list(
    acting: Acting,
    space: string,
    before: number | undefined,
  ): Promise<{ meetings: Meeting[]; more: boolean }> {
    const { rows, more } = await this.#parts.store.ask.meetings.page({ acting, space, before });
    return { meetings: rows.map(meetingOf), more };
  }

  async read(acting: Acting, meeting: string) {
    const { row, stays } = await this.#parts.store.ask.meetings.read({ acting, meeting });
    return {
      ...meetingOf(row),
      stays: stays.map(({ name, role, joined_at: joinedAt, left_at: left }) => {
        return { name, role, joinedAt, ...(left !== null && { leftAt: left }) };
      }),
    };
  }

  /** Remembers the account of a member who gets a ticket. */
  remember(member: MemberId, account: AccountId, at: number): Promise<void> {
    return this.#parts.store.ask.meetings.remember({ member, account, at });
  }

  /** The usage with the running meetings as they are now, and the rooms that spaces keep. */
  async usage(
    acting: Acting,
    organisation: string,
  ): Promise<{
    months: Usage[];
    now: { meetings: number; people: number };
    rooms: RoomId[];
  }> {
    const found = await this.#parts.store.ask.meetings.usage({ acting, organisation });
    const { month: current, running, now, rooms } = found;
    const rows = found.months.some(({ month }) => month === current)
      ? found.months
      : [{ month: current, meetings: 0, participant_ms: 0, peak: 0, bytes: 0 }, ...found.months];
    const months = rows.map(({ month, meetings, participant_ms: ms, peak, bytes }) => {
      return { month, meetings, participantMinutes: minutesOf(ms + (month === current ? running : 0)), peak, bytes };
    });
    return { months, now, rooms };
  }
}
