/** Words that are shown from `from` until `to`, in ms of the recording. */
export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const time = String.raw`(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,](\d{3})`;
const timing = new RegExp(`^${time}\\s+-->\\s+${time}`);

/** Reads a WebVTT or SRT file; blocks without a time are passed over, and marks within the words are left out. */
export function cuesOf(file: string): readonly Cue[] {
  return file
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .flatMap((block): Cue[] => {
      const lines = block.split('\n');
      const at = lines.findIndex((line) => timing.test(line));
      const parts = timing
        .exec(lines[at] ?? '')
        ?.slice(1)
        .map((part) => Number(part ?? 0));
      if (!parts) return [];
      const ms = (from: number) =>
        (((parts[from] ?? 0) * 60 + (parts[from + 1] ?? 0)) * 60 + (parts[from + 2] ?? 0)) * 1_000 +
        (parts[from + 3] ?? 0);
      const text = lines
        .slice(at + 1)
        .join('\n')
        .replaceAll(/<[^>]*>/g, '')
        .trim();
      return text === '' ? [] : [{ from: ms(0), to: ms(4), text }];
    })
    .toSorted((a, b) => a.from - b.from);
}

/** The words at a time. */
export function captionAt(cues: readonly Cue[], at: number): string | undefined {
  return cues.findLast(({ from, to }) => from <= at && to > at)?.text;
}
