/** Reads `90`, `90s`, `2m`, `500ms` or `1h` as milliseconds; undefined for anything else. */
export function milliseconds(text: string): number | undefined {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  const factors: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
  return Number(amount) * (factors[unit] ?? 1_000);
}

/** Reads `3 per minute`, `2/s` or `1 per 10s` as times a second; undefined for anything else. */
export function perSecond(text: string): number | undefined {
  const [, times, over] = /^(\d+(?:\.\d+)?)\s*(?:per|\/)\s*(.+)$/.exec(text.trim()) ?? [];
  if (times === undefined || over === undefined) return undefined;
  const names: Readonly<Record<string, string>> = { second: '1s', minute: '1m', hour: '1h', s: '1s', m: '1m', h: '1h' };
  const ms = milliseconds(names[over] ?? over);
  return ms === undefined || ms === 0 ? undefined : (Number(times) * 1_000) / ms;
}
