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

/** An appointment of one hour as an iCalendar file (RFC 5545). */
export function calendarOf({ title, link, id, begin, madeAt }: Appointment): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Plenum//Plenum//EN',
    'BEGIN:VEVENT',
    `UID:${id}`,
    `DTSTAMP:${stamp(madeAt)}`,
    `DTSTART:${stamp(begin)}`,
    `DTEND:${stamp(begin + hourMs)}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(link)}`,
    `DESCRIPTION:${escaped(link)}`,
    `URL:${link}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** A time as `20261130T104500Z`. */
function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r?\n/g, String.raw`\n`);
}

/** Breaks a line after at most 75 octets, without breaking a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let room = 75;
  let out = '';
  for (const sign of line) {
    const size = encoder.encode(sign).length;
    if (size > room) {
      out += '\r\n ';
      room = 74;
    }
    out += sign;
    room -= size;
  }
  return out;
}

/** The next full hour, as the value of a `datetime-local` field in the browser's time zone. */
export function nextHour(now: number = Date.now()): string {
  const next = new Date(Math.ceil((now + 1) / hourMs) * hourMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${next.getFullYear()}-${two(next.getMonth() + 1)}-${two(next.getDate())}`;
  return `${day}T${two(next.getHours())}:${two(next.getMinutes())}`;
}
