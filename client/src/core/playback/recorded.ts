import type { Source } from '@plenum/shared/features/media/contract';

/** A part of the meeting that was recorded, in epoch ms of the room's clock. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A media file: one stream of one member. `from` is the epoch ms of the file's time 0. */
export interface RecordedFile {
  readonly id: string;
  readonly member: string;
  readonly source: Source;
  readonly from: number;
  readonly to: number;
}

/** The part of a media file that plays at one time of the recording; all in ms. */
export interface Clip {
  readonly key: string;
  readonly file: RecordedFile;
  /** When the clip begins and ends, in recording time. */
  readonly start: number;
  readonly end: number;
  /** The time in the file at `start`. */
  readonly offset: number;
}

/** A line of the log: an event, or whole states at a moment. `at` is epoch ms. A volatile event has no `seq`. */
export interface LogLine {
  readonly at: number;
  readonly seq?: number | undefined;
  readonly name?: string | undefined;
  readonly payload?: unknown;
  readonly states?: Readonly<Record<string, unknown>> | undefined;
}

/** The recorded stretches one after the other: recording time begins at 0 ms and has no pauses. */
export class Times {
  readonly duration: number;
  readonly #spans: readonly (Stretch & { readonly start: number })[];

  constructor(stretches: readonly Stretch[]) {
    let start = 0;
    const spans: (Stretch & { readonly start: number })[] = [];
    for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
      if (to <= from) continue;
      spans.push({ from, to, start });
      start += to - from;
    }
    this.#spans = spans;
    this.duration = start;
  }

  /** Recording time of a moment of the room. A moment in a pause is the end of the stretch before it. */
  at(epoch: number): number {
    let last = 0;
    for (const { from, to, start } of this.#spans) {
      if (epoch < from) return last;
      if (epoch < to) return start + epoch - from;
      last = start + to - from;
    }
    return last;
  }

  /** The moment of the room at a recording time, in epoch ms. */
  epoch(at: number): number {
    const span = this.#spans.findLast(({ start }) => start <= at) ?? this.#spans[0];
    return span ? Math.min(span.to, span.from + at - span.start) : 0;
  }

  /** True for a moment within a recorded stretch. */
  has(epoch: number): boolean {
    return this.#spans.some(({ from, to }) => epoch >= from && epoch <= to);
  }

  /** Recording times at which a later stretch begins. */
  get joins(): readonly number[] {
    return this.#spans.slice(1).map(({ start }) => start);
  }

  /** The parts of a file that are in the recording, in order. */
  clips(file: RecordedFile): readonly Clip[] {
    return this.#spans.flatMap((span) => {
      const from = Math.max(span.from, file.from);
      const to = Math.min(span.to, file.to);
      if (to <= from) return [];
      const start = span.start + from - span.from;
      return [{ key: `${file.id}@${start}`, file, start, end: start + to - from, offset: from - file.from }];
    });
  }
}

/** The clips that play at `at`, or begin within `aheadMs` after it. */
export function clipsAt(clips: readonly Clip[], at: number, aheadMs = 0): readonly Clip[] {
  return clips.filter(({ start, end }) => start <= at + aheadMs && end > at);
}

/** The number of items that `isBefore` holds for, in a list where they come first. */
export function countBefore<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
