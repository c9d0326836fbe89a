interface Seating {
  /** Everybody, in the order in which newcomers take their places. */
  readonly people: readonly string[];
  /** These sit first: myself, and whom I pinned. */
  readonly first: readonly string[];
  /** Whoever should be seen, most wanted first: they talked last. */
  readonly wanted: readonly string[];
  /** How many places the first page has. */
  readonly places: number;
}

/**
 * The order of the tiles over all pages, made from the order before: who comes sits down behind everybody, the last one
 * fills the place of who goes, and who is wanted changes places with somebody on the first page who is not.
 */
export function seat(before: readonly string[], { people, first, wanted, places }: Seating): readonly string[] {
  const order = withoutGaps(before, people);
  order.push(...people.filter((id) => !order.includes(id)));
  const front = first.filter((id) => order.includes(id));
  const seated = [...front, ...order.filter((id) => !front.includes(id))];
  const asked = wanted.filter((id) => seated.includes(id)).slice(0, places);
  for (const id of asked) {
    const from = seated.indexOf(id);
    if (from < places) continue;
    const to = seated.findLastIndex(
      (other, index) => index < places && !front.includes(other) && !asked.includes(other),
    );
    const other = seated[to];
    if (other === undefined) break;
    seated[to] = id;
    seated[from] = other;
  }
  return isSame(seated, before) ? before : seated;
}

/** Each gap is filled from the end, so that one tile moves and not all of those behind it. */
function withoutGaps(before: readonly string[], people: readonly string[]): string[] {
  const order = [...before];
  for (let index = 0; index < order.length; ) {
    const id = order[index];
    if (id !== undefined && people.includes(id)) {
      index += 1;
      continue;
    }
    const last = order.pop();
    if (last !== undefined && index < order.length) order[index] = last;
  }
  return order;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** How many tiles a page has when nobody has chosen: as many as are still faces at this width in px. */
export function usualTiles(width: number): number {
  if (width < 640) return 6;
  if (width < 900) return 9;
  return width < 1_200 ? 16 : 25;
}
