/** The day and time of something: "Thu, 12 Nov 2026, 09:02". */
export function dayAndTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** When something is: the time alone today, "Today 15:00", else day and time in short: "Tue, 2 Dec, 18:30". */
export function soonOrDay(at: number, now: number, language: string): string {
  const day = (when: number) => new Date(when).toDateString();
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at);
  const ahead = [0, 1].find((days) => day(now + days * 86_400_000) === day(at));
  if (ahead === undefined) {
    const form = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
    return new Intl.DateTimeFormat(language, form).format(at);
  }
  const word = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(ahead, 'day');
  return `${word.charAt(0).toLocaleUpperCase(language)}${word.slice(1)} ${time}`;
}

/** The day of something. */
export function dayOf(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);
}

/** A month as the usage names it, `2026-11`, in words. */
export function wordsOfMonth(month: string, language: string): string {
  const form = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return form.format(Date.parse(`${month}-15`));
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** An amount of bytes in the unit that makes it short: "31.4 GB". */
export function wordsOfBytes(bytes: number, language: string): string {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const form = { style: 'unit', unit: units[step], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, form).format(bytes / 1_000 ** step);
}

/** The part of the day that a greeting names. */
export function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour >= 5 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}
