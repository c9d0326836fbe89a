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

/** The time of day in the person's language and, if the browser tells it, country. */
export function timeOfDay(at: number, language: string): string {
  const regional = navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return new Intl.DateTimeFormat(regional ?? language, { hour: '2-digit', minute: '2-digit' }).format(at);
}
