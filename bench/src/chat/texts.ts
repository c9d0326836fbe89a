/** A message of a run: its number, and its time of sending in epoch ms with microseconds. */
export interface Numbered {
  readonly number: number;
  readonly at: number;
}

/** About as long as an ordinary message. */
export function numberedText(number: number): string {
  const at = performance.timeOrigin + performance.now();
  return `#${number} ${at.toFixed(3)} the quick brown fox jumps over the lazy dog`;
}

/** Undefined for a message that does not belong to a run. */
export function number(text: string): Numbered | undefined {
  const [, number, at] = /^#(\d+) ([\d.]+) /.exec(text) ?? [];
  return number === undefined ? undefined : { number: Number(number), at: Number(at) };
}
