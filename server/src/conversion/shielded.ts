import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { assertNever } from '@plenum/shared/core/errors';

/** A run of a program on an uploaded file. Sizes in bytes, times in ms. */
export interface ShieldedJob {
  readonly program: string;
  readonly args: readonly string[];
  /** The only folder that it may write to: HOME, TMPDIR and current directory. */
  readonly folder: string;
  /** Paths that it may read, beside the system's programs and libraries. */
  readonly readable: readonly string[];
  /** The bound on the time from start to end. */
  readonly milliseconds: number;
  /** The bound on processor time, in whole seconds, for each of its processes. */
  readonly cpuSeconds: number;
  /** The bound on memory that it writes to. */
  readonly memory: number;
  /** The bound on each file that it writes. */
  readonly fileSize: number;
  readonly onLine: (line: string) => void;
  /** Called at once; with it the program gets two pipes more. */
  readonly onBegun?: (begun: ShieldedProcess) => void;
  readonly signal: AbortSignal;
}

/** A program that runs. */
export interface ShieldedProcess {
  /** What the program reads as its descriptor 3. */
  readonly input: Writable;
  /** What the program writes as its descriptor 4. */
  readonly output: Readable;
  /** Stops all processes of the program, or lets them go on; the bound on the time counts on. */
  readonly halt: (stands: boolean) => void;
}

/** How a program ended: by itself, by a bound, by the time, or by its signal. */
export type Ending =
  | { readonly how: 'done'; readonly code: number }
  | { readonly how: 'killed' }
  | { readonly how: 'late' }
  | { readonly how: 'cancelled' };

/** The bound on standard output, in characters. */
const mostOutput = 1_000_000;

const run = promisify(execFile);

/**
 * The isolation that this system offers: `whole` has no network and sees only its own files, `network` has no network,
 * `none` has only the bounds on time, memory and size.
 */
export type Shield = 'whole' | 'network' | 'none';

const script = join(import.meta.dirname, 'shield.sh');
/** New namespaces. All processes in them end with the first one. */
const namespaces = ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child'];
let shield: Promise<Shield> | undefined;

function prefixOf(kind: Shield, folder: string, readable: readonly string[]): readonly string[] {
  switch (kind) {
    case 'whole':
      return [...namespaces, '--mount', 'sh', script, folder, ...readable, '--'];
    case 'network':
      // `unshare` does not report how the first process of its namespace was killed; a shell does.
      return [...namespaces, 'sh', '-c', '"$@"; exit $?', 'sh'];
    case 'none':
      return [];
    default:
      return assertNever(kind);
  }
}

async function works(kind: Shield): Promise<boolean> {
  const [program, ...args] = [...prefixOf(kind, tmpdir(), []), 'true'];
  try {
    await run(program, args, { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** Returns the strongest isolation of this system, tested once. */
export function findShield(): Promise<Shield> {
  return (shield ??= strongest());
}

async function strongest(): Promise<Shield> {
  if (await works('whole')) return 'whole';
  return (await works('network')) ? 'network' : 'none';
}

/**
 * Runs a program with bounds on time, processor, memory and file size, at the lowest priority, with an environment of
 * its own and the strongest shield. All processes that it started have ended when this resolves.
 */
export async function runShielded(job: ShieldedJob): Promise<Ending> {
  const { program, args, folder, readable, milliseconds, cpuSeconds, memory, fileSize } = job;
  const prefix = prefixOf(await findShield(), folder, readable);
  const bounds = [`-t ${cpuSeconds}`, `-d ${Math.ceil(memory / 1024)}`, `-f ${Math.ceil(fileSize / 512)}`, '-c 0'];
  // A bound that the shell does not know must not end the job, because the others hold. `timeout` ends it if this
  // process dies.
  const start = `
    ${bounds.map((bound) => `ulimit ${bound} 2>/dev/null`).join('; ')}
    # Systems that share the processor between sessions first look at "nice" only within this one.
    echo 5 2>/dev/null >/proc/self/autogroup
    command -v timeout >/dev/null && set -- timeout -s KILL ${Math.ceil(milliseconds / 1000) + 5} "$@"
    command -v ionice >/dev/null && set -- ionice -c 3 "$@"
    command -v nice >/dev/null && set -- nice -n 19 "$@"
    exec "$@"`;
  const child = spawn('sh', ['-c', start, 'sh', ...prefix, program, ...args], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore', ...(job.onBegun ? (['pipe', 'pipe'] as const) : [])],
  });
  const [, , , input, output] = child.stdio;
  if (input instanceof Writable && output instanceof Readable) {
    const halt = (stands: boolean) => signalGroup(child, stands ? 'SIGSTOP' : 'SIGCONT');
    job.onBegun?.({ input, output, halt });
  }
  return follow(child, job);
}

function follow(child: ChildProcess, { milliseconds, onLine, signal }: ShieldedJob): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let ending: Ending | undefined;
    const end = (how: 'late' | 'cancelled' | 'killed') => {
      ending ??= { how };
      killGroup(child);
    };
    const cancel = () => end('cancelled');
    const timer = setTimeout(() => end('late'), milliseconds);
    let written = 0;
    const { stdout } = child;
    stdout?.on('data', (chunk: Buffer) => {
      written += chunk.length;
      if (written > mostOutput) end('killed');
    });
    if (stdout) createInterface({ input: stdout }).on('line', (line) => void (ending || onLine(line)));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code) => {
      settle();
      // The processes that the program left in its group end too.
      killGroup(child);
      resolve(ending ?? (code === null || code > 128 ? { how: 'killed' } : { how: 'done', code }));
    });
  });
}

function killGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has already ended.
  }
}
