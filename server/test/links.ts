/** How records name a person, and how they name the person's ballot. */
export interface Pair {
  readonly person: readonly string[];
  readonly ballot: readonly string[];
}

/** Records in their stored order: a log, a box, the frames of one line. */
export interface Stream {
  readonly name: string;
  readonly rows: readonly unknown[];
}

/** Ranks that agree more than this, in either direction, are not chance: 20 random ranks do so once in 200,000 times. */
const suspicious = 0.75;

/**
 * Everything in these records that could reveal who voted what: a record, or a part of one, that names one person and one
 * ballot; and people and ballots that come in the same order anywhere.
 */
export function findLinks(streams: readonly Stream[], pairs: readonly Pair[]): string[] {
  const found = new Set<string>();
  for (const { name, rows } of streams) for (const row of rows) findTogether(row, name, pairs, found);
  const orders = streams.flatMap((stream) => ordersIn(stream, pairs));
  for (const people of orders.filter(({ side }) => side === 'person')) {
    for (const ballots of orders.filter(({ side }) => side === 'ballot')) {
      const agreement = correlation(people.order, ballots.order);
      if (Math.abs(agreement) > suspicious) found.add(`${people.name} and ${ballots.name} are in the same order`);
    }
  }
  return [...found];
}

function mentions(text: string, pairs: readonly Pair[], side: keyof Pair): number[] {
  return pairs.flatMap((pair, index) => (pair[side].some((mark) => text.includes(mark)) ? [index] : []));
}

function findTogether(node: unknown, name: string, pairs: readonly Pair[], found: Set<string>): void {
  const text = JSON.stringify(node) ?? '';
  const [people, ballots] = [mentions(text, pairs, 'person'), mentions(text, pairs, 'ballot')];
  if (people.length === 0 || ballots.length === 0) return;
  if (people.length === 1 && ballots.length === 1 && people[0] === ballots[0]) found.add(`${name} has both: ${text}`);
  if (node === null || typeof node !== 'object') return;
  // A key belongs to its value: `{ ana: { answer } }`.
  const parts = Array.isArray(node) ? node : Object.entries(node);
  for (const part of parts) findTogether(part, name, pairs, found);
}

interface Order {
  readonly name: string;
  readonly side: keyof Pair;
  /** The order, as indexes into the pairs. */
  readonly order: readonly number[];
}

/** The orders in which all people, or all ballots, first appear: in the stream, and in any one record of it. */
function ordersIn({ name, rows }: Stream, pairs: readonly Pair[]): Order[] {
  const texts = rows.map((row) => JSON.stringify(row) ?? '');
  const places = [{ name, text: texts.join('\n') }, ...texts.map((text, row) => ({ name: `${name} ${row}`, text }))];
  return places.flatMap(({ name: place, text }) =>
    (['person', 'ballot'] as const).flatMap((side): Order[] => {
      const first = pairs.map((pair, index) => ({ index, at: firstOf(text, pair[side]) }));
      if (first.some(({ at }) => at === Infinity)) return [];
      return [{ name: place, side, order: first.sort((a, b) => a.at - b.at).map(({ index }) => index) }];
    }),
  );
}

function firstOf(text: string, marks: readonly string[]): number {
  return Math.min(...marks.map((mark) => text.indexOf(mark)).map((at) => (at < 0 ? Infinity : at)));
}

/** Kendall's tau: 1 for the same order, -1 for the reverse, about 0 for chance. */
function correlation(left: readonly number[], right: readonly number[]): number {
  const rank = new Map(right.map((index, place) => [index, place]));
  const ranks = left.map((index) => rank.get(index) ?? 0);
  let agree = 0;
  for (const [place, one] of ranks.entries()) for (const other of ranks.slice(place + 1)) agree += one < other ? 1 : -1;
  return agree / ((ranks.length * (ranks.length - 1)) / 2);
}
