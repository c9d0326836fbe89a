/** Spread of a measured quantity, in the unit of its name. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** The options of a scenario; an option that was not given has its default. */
export interface Options {
  readonly numbers: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, string>>;
}

/**
 * The last line of every scenario. `pass`: the promise was kept. `void`: the run proves nothing, whatever it measured,
 * for example because the generator was the bottleneck or a bot did not connect.
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

/** Rounds to three decimals; our clocks are not finer. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Prints a table for people or the JSON line for machines; the line comes last. */
export function print(report: Report, json: boolean): void {
  if (!json) {
    for (const [name, value] of Object.entries(report))
      process.stdout.write(`${name.padEnd(26)} ${JSON.stringify(value)}\n`);
  }
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
