/** A time of a recording: `m:ss`, or `h:mm:ss`. */
export function timeOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The ms of a time in a link or typed: seconds, `m:ss`, `h:mm:ss` or `1h2m3s`; undefined for anything else. */
export function msOf(text: string): number | undefined {
  const plain = text.trim();
  const named = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/.exec(plain);
  if (plain !== '' && named)
    return ((Number(named[1] ?? 0) * 60 + Number(named[2] ?? 0)) * 60 + Number(named[3] ?? 0)) * 1_000;
  if (!/^\d{1,6}(?:\.\d{1,3})?$|^(?:\d{1,3}:)?\d{1,3}:\d{2}$/.test(plain)) return undefined;
  return plain.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000;
}
