const minute = 60_000;

/** A duration in words: "12 minutes", "1 hour, 5 minutes"; below a minute in seconds, at least one. */
export function wordsOfDuration(ms: number, language: string): string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  if (ms < minute) return unit(Math.max(1, Math.round(ms / 1000)), 'second');
  const minutes = Math.round(ms / minute);
  if (minutes < 60) return unit(minutes, 'minute');
  const parts = [unit(Math.floor(minutes / 60), 'hour')];
  if (minutes % 60 > 0) parts.push(unit(minutes % 60, 'minute'));
  return new Intl.ListFormat(language, { style: 'long', type: 'unit' }).format(parts);
}

/** A length in minutes for a narrow place: "24 min", "1 hr 5 min"; the minute that has begun does not count. */
export function shortDuration(ms: number, language: string): string {
  const unit = (value: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const minutes = Math.max(0, Math.floor(ms / minute));
  if (minutes < 60) return unit(minutes, 'minute');
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`;
}

/** The time of day in the person's language and, if the browser tells it, country. */
export function timeOfDay(at: number, language: string): string {
  const regional = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return new Intl.DateTimeFormat(regional ?? language, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A time that runs down: `m:ss`, or `h:mm:ss`; a second that has begun counts. */
export function clockOf(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
