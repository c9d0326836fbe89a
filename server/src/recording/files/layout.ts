import { Chunks } from './chunks.ts';
import type { RecordingKeys } from './RecordingKeys.ts';
import {
  chunkExtraBytes,
  chunkHeadBytes,
  chunkHeadOf,
  cutShort,
  endAt,
  endMark,
  endOf,
  type FileEnd,
  fileHeadBytes,
  Sealer,
  trailerBytes,
} from './sealing.ts';

/** How an encrypted file is laid out. */
export interface Layout {
  readonly sealer: Sealer;
  readonly chunks: Chunks;
  /** The content of the first chunk in place of the one that is there. */
  readonly first: Buffer | undefined;
  /** It ends as a complete file does: nothing was taken off. */
  readonly isWhole: boolean;
}

/** Bytes of the file that are needed next. */
interface Wanted {
  readonly at: number;
  readonly length: number;
}

/** Gets bytes of a file; fewer at its end. */
type Steps<T> = Generator<Wanted, T, Buffer>;

/**
 * Finds out how a file is laid out; undefined for one that is not encrypted. A last chunk that is cut short is left out.
 * @param place what the file is bound to
 * @throws AppError `unavailable` without its key, and when it is damaged
 */
function* steps(size: number, keys: RecordingKeys, place: string): Steps<Layout | undefined> {
  const sealer = Sealer.of(yield { at: 0, length: fileHeadBytes }, keys, place);
  if (!sealer) return undefined;
  const end = yield* endSteps(size, sealer);
  if (end) return { sealer, chunks: new Chunks(end.lengths), first: end.first, isWhole: true };
  const chunks = new Chunks();
  for (let at = fileHeadBytes; at < size; at = chunks.end) {
    const head = chunkHeadOf(yield { at, length: chunkHeadBytes }, chunks.count);
    // The process died while it wrote this chunk, or the one that ends a file.
    if (!head || head.kind === 'end' || at + chunkExtraBytes + head.length > size) break;
    chunks.add(head.length);
  }
  return { sealer, chunks, first: undefined, isWhole: false };
}

/** Reads the last chunk; undefined when the file has none. */
function* endSteps(size: number, sealer: Sealer): Steps<FileEnd | undefined> {
  const place = endAt(size, yield { at: size - trailerBytes, length: trailerBytes });
  if (!place) return undefined;
  const chunk = yield { at: place.at, length: chunkExtraBytes + place.length };
  // The last bytes of another chunk may look like a trailer.
  if (chunk.length < chunkExtraBytes || chunk[0] !== endMark || chunk.readUInt32BE(1) !== place.length)
    return undefined;
  try {
    return endOf(sealer.open('end', 0, chunk));
  } catch {
    throw cutShort();
  }
}

/** What is needed to find out how a file is laid out. `place`: what it is bound to. */
export interface AboutFile {
  readonly size: number;
  readonly keys: RecordingKeys;
  readonly place: string;
}

/** Follows the steps with a function that reads at once. @throws as `steps` */
export function layoutOf(read: (at: number, length: number) => Buffer, { size, keys, place }: AboutFile) {
  const run = steps(size, keys, place);
  let step = run.next();
  while (step.done !== true) step = run.next(read(step.value.at, step.value.length));
  return step.value;
}

/** Follows the steps with a function that reads in the background. @throws as `steps` */
export async function layoutLater(
  read: (at: number, length: number) => Promise<Buffer>,
  { size, keys, place }: AboutFile,
): Promise<Layout | undefined> {
  const run = steps(size, keys, place);
  let step = run.next();
  while (step.done !== true) step = run.next(await read(step.value.at, step.value.length));
  return step.value;
}
