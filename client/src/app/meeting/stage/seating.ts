interface Seating {
  /** All tiles, in the order of arrival. */
  readonly people: readonly string[];
  /** These come first: the own tile, and pinned members. */
  readonly first: readonly string[];
  /** Tiles that should be visible, most wanted first, such as the last speakers. */
  readonly wanted: readonly string[];
  /** Number of tiles on the first page. */
  readonly places: number;
}

/**
 * The order of the tiles over all pages, from the order before. A newcomer goes to the end; the last tile fills a gap; a
 * wanted tile changes places with an unwanted one on the first page.
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

/** Fills each gap with the last tile, so that one tile moves and not all behind the gap. */
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

/** Default number of tiles on a page: as many as still show faces at this width in px. */
export function usualTiles(width: number): number {
  if (width < 640) return 6;
  if (width < 900) return 9;
  return width < 1_200 ? 16 : 25;
}
