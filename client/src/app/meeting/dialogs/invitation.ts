interface Meeting {
  readonly title: string;
  readonly link: string;
}

/** The address that opens a new mail with the invitation. `subject` and `body` are words in the person's language. */
export function mailOf(subject: string, body: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

interface Appointment extends Meeting {
  readonly id: string;
  /** Epoch milliseconds, as `madeAt`. */
  readonly begin: number;
  readonly madeAt: number;
}

const hourMs = 3_600_000;

/** An appointment of one hour as an iCalendar file (RFC 5545). Rejects when its library cannot be loaded. */
export async function calendarOf({ title, link, id, begin, madeAt }: Appointment): Promise<string> {
  const { default: ical } = await import('ical-generator');
  const calendar = ical({ prodId: { company: 'Plenum', product: 'Plenum' } });
  calendar.createEvent({
    id,
    stamp: new Date(madeAt),
    start: new Date(begin),
    end: new Date(begin + hourMs),
    summary: title,
    location: link,
    description: link,
    url: link,
  });
  return calendar.toString();
}

/** The next full hour, as the value of a `datetime-local` field in the browser's time zone. */
export function nextHour(now: number = Date.now()): string {
  const next = new Date(Math.ceil((now + 1) / hourMs) * hourMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${next.getFullYear()}-${two(next.getMonth() + 1)}-${two(next.getDate())}`;
  return `${day}T${two(next.getHours())}:${two(next.getMinutes())}`;
}
