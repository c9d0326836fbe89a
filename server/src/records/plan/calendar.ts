import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** A planned meeting, as a calendar shows it. */
export interface CalendarPlan {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  /** How often it was changed. */
  readonly sequence: number;
  /** The times that hold, and those that do not hold any more, epoch ms. */
  readonly times: readonly number[];
  readonly cancelled?: readonly number[];
}

interface Calendar {
  readonly name?: string;
  readonly plans: readonly CalendarPlan[];
  /** Where people meet. */
  readonly link: string;
  /** Epoch ms. */
  readonly now: number;
  /** Who plans, for a calendar in a letter. */
  readonly organizer?: { readonly name: string; readonly email: string };
}

const minuteMs = 60_000;

/**
 * Planned meetings as iCalendar. Each time of a series is an event of its own, in UTC, so that no program needs to know the
 * rules of a time zone. A time has the same id in every calendar, so that none is shown twice.
 */
export function calendarOf({ name, plans, link, now, organizer }: Calendar): string {
  const isOver =
    plans.every(({ times }) => times.length === 0) && plans.some(({ cancelled = [] }) => cancelled.length > 0);
  const calendar = ical({
    ...(name !== undefined && { name, ttl: 3_600 }),
    method: isOver ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Plenum', product: 'Plenum' },
  });
  for (const { id, title, minutes, sequence, times, cancelled = [] } of plans) {
    const add = (at: number, status?: ICalEventStatus) => {
      const when = { start: new Date(at), end: new Date(at + minutes * minuteMs), stamp: new Date(now) };
      const words = { summary: title, location: link, description: link, url: link };
      calendar.createEvent({
        id: `${id}-${at}@plenum`,
        sequence,
        ...when,
        ...words,
        ...(organizer && { organizer }),
        ...(status && { status }),
      });
    };
    for (const at of times) add(at);
    for (const at of cancelled) add(at, ICalEventStatus.CANCELLED);
  }
  return calendar.toString();
}
