import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from '@plenum/shared/core/limits';
import * as z from 'zod/mini';
import { Refused } from './Refused.ts';
import { runShielded } from './shielded.ts';

/**
 * A line of a child's output. It is checked, because the child has read an uploaded file and may be under its control.
 */
const side = z.number().check(z.minimum(0.01), z.maximum(1e7));
const ChildLine = z.union([
  z.object({
    page: z.int().check(z.minimum(1), z.maximum(limits.pagesPerPresentation)),
    of: z.int().check(z.minimum(1), z.maximum(limits.pagesPerPresentation)),
    width: side,
    height: side,
    type: z.optional(z.enum(['png', 'jpeg', 'webp'])),
  }),
  z.object({ refused: z.enum(['pages', 'size', 'locked', 'form', 'portfolio', 'broken', 'heavy']) }),
  z.object({ done: z.literal(true) }),
]);
type ChildLine = z.infer<typeof ChildLine>;
export type ChildPage = Extract<ChildLine, { page: number }>;

interface ChildOptions {
  readonly name: 'inspectPdf' | 'drawPictures';
  readonly args: readonly string[];
  readonly folder: string;
  /** Whether native code may be loaded (the decoders of pictures). */
  readonly addons: boolean;
  readonly signal: AbortSignal;
  readonly onPage: (page: ChildPage) => void;
}

const megabyte = 1024 ** 2;
const here = dirname(fileURLToPath(import.meta.url));
/** V8 reserves more memory than it uses and does not start with less. */
const memory = 1_200 * megabyte;
/** The bound on processor time. The job may take longer, because media have priority. */
const cpuSeconds = 20;
const milliseconds = 120_000;

/** Returns the files that the child's code needs: the folder, the libraries, and the package files that locate them. */
function readable(): string[] {
  const libraries = (createRequire(import.meta.url).resolve.paths('pdfjs-dist') ?? []).filter((path) =>
    existsSync(path),
  );
  const parents = [here, dirname(here), dirname(dirname(here))].map((folder) => join(folder, 'package.json'));
  return [join(here, 'children'), ...libraries, ...parents];
}

/**
 * Runs a program of this folder on a file: with bounds, without network, reading its code and `folder` and writing
 * `folder` only.
 * @throws Refused
 */
export async function runChild({ name, args, folder, addons, signal, onPage }: ChildOptions): Promise<void> {
  let last: ChildLine | undefined;
  const code = readable();
  const ending = await runShielded({
    program: process.execPath,
    args: [
      '--max-old-space-size=384',
      // One core a file: no threads for garbage collection and compilation.
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
    // Libraries may print to the output too.
    return undefined;
  }
}
