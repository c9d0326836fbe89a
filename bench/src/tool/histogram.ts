/** Counts of delays in buckets that grow by a tenth, so that many processes can add up theirs. Plain data. */
export type Histogram = Readonly<Record<string, number>>;

const growth = Math.log(1.1);

/** Which bucket a delay is in; 0.1 ms and less are in the first. */
function bucketOf(ms: number): number {
  return ms <= 0.1 ? 0 : Math.ceil(Math.log(ms / 0.1) / growth);
}

export function histogramOf(values: readonly number[]): Histogram {
  return sumOf([
    values.reduce<Record<string, number>>((all, ms) => {
      const bucket = bucketOf(ms);
      all[bucket] = (all[bucket] ?? 0) + 1;
      return all;
    }, {}),
  ]);
}

export function sumOf(all: readonly Histogram[]): Histogram {
  const sum: Record<string, number> = {};
  for (const one of all) for (const [bucket, count] of Object.entries(one)) sum[bucket] = (sum[bucket] ?? 0) + count;
  return sum;
}

export function countOf(histogram: Histogram): number {
  return Object.values(histogram).reduce((sum, count) => sum + count, 0);
}

/** Spread of the delays, to a tenth of the value; undefined when there are none. */
export function spreadOf(histogram: Histogram): Quantiles | undefined {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => ({ ms: 0.1 * 1.1 ** Number(bucket), count }))
    .toSorted((a, b) => a.ms - b.ms);
  const total = countOf(histogram);
  if (total === 0) return undefined;
  const at = (share: number) => {
    let seen = 0;
    for (const { ms, count } of buckets) {
      seen += count;
      if (seen >= share * total) return Math.round(ms * 10) / 10;
    }
    return 0;
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), count: total };
}

/** Spread of delays, in ms. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly count: number;
}
