/** A time in words, to the second: "1 minute, 30 seconds". */
export function wordsOfSpan(ms: number, language: string): string {
  const all = Math.ceil(ms / 1_000);
  const parts = [
    { value: Math.floor(all / 3_600), unit: 'hour' },
    { value: Math.floor(all / 60) % 60, unit: 'minute' },
    { value: all % 60, unit: 'second' },
  ].filter(({ value }) => value > 0);
  const words = parts.map(({ value, unit }) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
  );
  return new Intl.ListFormat(language, { style: 'long', type: 'unit' }).format(words);
}
