import { elementAt, uint } from './ebml.ts';

const ids = {
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  cues: 0x1c53bb6b,
  point: 0xbb,
  time: 0xb3,
  positions: 0xb7,
  cluster: 0xf1,
} as const;

/** A cluster that begins with a key frame: its time in ms, and its first byte. */
export interface Entry {
  readonly ms: number;
  readonly at: number;
}

interface Child {
  readonly id: number;
  readonly body: number;
  readonly end: number;
}

function* childrenIn(bytes: Uint8Array, from: number, to: number): Generator<Child> {
  for (let at = from; at < to; ) {
    const element = elementAt(bytes, at);
    if (element?.end === undefined || element.end > to) return;
    yield { id: element.id, body: element.body, end: element.end };
    at = element.end;
  }
}

/**
 * Where the index of a file begins, by the seek head between these bytes; undefined when it names none.
 * @param begin the first byte of the segment's content
 */
export function indexAt(bytes: Uint8Array, { body, end }: Omit<Child, 'id'>, begin: number): number | undefined {
  for (const seek of childrenIn(bytes, body, end)) {
    if (seek.id !== ids.seek) continue;
    let [names, position]: [number, number | undefined] = [0, undefined];
    for (const child of childrenIn(bytes, seek.body, seek.end)) {
      if (child.id === ids.seekId) names = uint(bytes, child.body, child.end);
      if (child.id === ids.seekPosition) position = uint(bytes, child.body, child.end);
    }
    if (names === ids.cues && position !== undefined) return begin + position;
  }
  return undefined;
}

/** The entries of an index, in the order of their times; none when these bytes are no whole index. */
export function entriesIn(bytes: Uint8Array, { begin, tickMs }: { begin: number; tickMs: number }): readonly Entry[] {
  const cues = elementAt(bytes, 0);
  if (cues?.id !== ids.cues || cues.end === undefined || cues.end > bytes.length) return [];
  const entries: Entry[] = [];
  for (const point of childrenIn(bytes, cues.body, cues.end)) {
    if (point.id !== ids.point) continue;
    let [ms, at]: [number | undefined, number | undefined] = [undefined, undefined];
    for (const child of childrenIn(bytes, point.body, point.end)) {
      if (child.id === ids.time) ms = uint(bytes, child.body, child.end) * tickMs;
      if (child.id !== ids.positions) continue;
      const place = [...childrenIn(bytes, child.body, child.end)].find(({ id }) => id === ids.cluster);
      if (place) at = begin + uint(bytes, place.body, place.end);
    }
    if (ms !== undefined && at !== undefined) entries.push({ ms, at });
  }
  return entries.toSorted((a, b) => a.ms - b.ms);
}
