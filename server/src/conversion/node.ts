import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from '@plenum/shared/core/limits';
import * as z from 'zod/mini';
import { Refused } from './Refused.ts';
import { runApart } from './apart.ts';

/** What a child says, line by line. It has read what a stranger sent, so nothing that it says is believed unseen. */
const side = z.number().check(z.minimum(0.01), z.maximum(1e7));
const ChildLine = z.union([
  z.object({
    page: z.int().check(z.minimum(1), z.maximum(limits.pagesPerPresentation)),
    of: z.int().check(z.minimum(1), z.maximum(limits.pagesPerPresentation)),
    width: side,
    height: side,
    type: z.optional(z.enum(['png', 'jpeg', 'webp'])),
  }),
  z.object({ refused: z.enum(['pages', 'size', 'locked', 'broken', 'heavy']) }),
  z.object({ done: z.literal(true) }),
]);
type ChildLine = z.infer<typeof ChildLine>;
export type ChildPage = Extract<ChildLine, { page: number }>;

interface ChildOptions {
  readonly name: 'inspectPdf' | 'drawPictures';
  readonly args: readonly string[];
  readonly folder: string;
  /** Code outside JavaScript (the decoders of pictures). */
  readonly addons: boolean;
  readonly signal: AbortSignal;
  readonly onPage: (page: ChildPage) => void;
}

const megabyte = 1024 ** 2;
const here = dirname(fileURLToPath(import.meta.url));
/** V8 sets aside more than it uses; under this it does not start. */
const memory = 1_200 * megabyte;
/** A look at a file takes so much of a core at the most, and may take longer where media want the processor first. */
const cpuSeconds = 20;
const milliseconds = 120_000;

/** What the child's code is made of: our own folder, the libraries, and the files that say how to load them. */
function readable(): string[] {
  const libraries = (createRequire(import.meta.url).resolve.paths('pdfjs-dist') ?? []).filter((path) =>
    existsSync(path),
  );
  const parents = [here, dirname(here), dirname(dirname(here))].map((folder) => join(folder, 'package.json'));
  return [join(here, 'children'), ...libraries, ...parents];
}

/** Runs one of our own programs on a file: bounded, offline, able to read its code and its folder and write there alone. */
export async function runChild({ name, args, folder, addons, signal, onPage }: ChildOptions): Promise<void> {
  let last: ChildLine | undefined;
  const code = readable();
  const ending = await runApart({
    program: process.execPath,
    args: [
      '--max-old-space-size=384',
      // One core for each file: no helpers that collect garbage or compile beside it.
      '--v8-pool-size=0',
      '--no-warnings',
      '--permission',
      ...(addons ? ['--allow-addons'] : []),
      ...[...code, folder].map((path) => `--allow-fs-read=${path}`),
      `--allow-fs-write=${folder}`,
      join(here, 'children', `${name}.ts`),
      ...args,
    ],
    folder,
    readable: [process.execPath, ...code],
    milliseconds,
    cpuSeconds,
    memory,
    fileSize: 100 * megabyte,
    signal,
    onLine(line) {
      const said = parseLine(line);
      if (!said) return;
      last = said;
      if ('page' in said) onPage(said);
    },
  });
  if (ending.how === 'cancelled') throw new Refused('broken', 'cancelled');
  if (last && 'refused' in last) throw new Refused(last.refused);
  if (last && 'done' in last) return;
  throw new Refused('heavy', `${name} was ${ending.how}`);
}

function parseLine(line: string): ChildLine | undefined {
  try {
    return ChildLine.safeParse(JSON.parse(line)).data;
  } catch {
    // Libraries may write to the output, too.
    return undefined;
  }
}
