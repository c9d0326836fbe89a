/** Spread of a measured quantity. All in the unit of its name. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What a scenario was started with; an option that was not given has its default. */
export interface Options {
  readonly numbers: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, string>>;
}

/**
 * What every scenario prints as its last line. `pass`: what it promises was seen. `void`: the run proves nothing
 * (the generator was the bottleneck, a bot did not connect), whatever it measured.
 */
export interface Report {
  readonly scenario: string;
  readonly pass: boolean;
  readonly void?: string;
  readonly participants: number;
  readonly failures: readonly string[];
  readonly [figure: string]: unknown;
}

/** Nearest-rank percentiles; zeros when nothing was measured. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Three significant places after the point are more than any of our clocks can tell. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Prints a table for people, or the one JSON line for machines; the line comes last either way. */
export function print(report: Report, json: boolean): void {
  if (!json) {
    for (const [name, value] of Object.entries(report))
      process.stdout.write(`${name.padEnd(26)} ${JSON.stringify(value)}\n`);
  }
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
