import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { assertNever } from '@plenum/shared/core/errors';

/** A program that works on what a stranger sent. Sizes in bytes, times in ms. */
export interface Errand {
  readonly program: string;
  readonly args: readonly string[];
  /** The only folder it works in: HOME, TMPDIR and current directory. */
  readonly folder: string;
  /** What it may read besides, beyond the system's programs and libraries. */
  readonly readable: readonly string[];
  /** From start to end, however busy the machine is. */
  readonly milliseconds: number;
  /** Of processor time, in whole seconds, for each of its processes. */
  readonly cpuSeconds: number;
  /** Of memory that it writes to. */
  readonly memory: number;
  /** Of any one file that it writes. */
  readonly fileSize: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** How a program ended: by itself, or because a bound was reached or nobody waits for it any more. */
export type Ending =
  | { readonly how: 'done'; readonly code: number }
  | { readonly how: 'killed' }
  | { readonly how: 'late' }
  | { readonly how: 'cancelled' };

/** Everything that one program may write to its standard output, in characters. */
const mostOutput = 1_000_000;

const run = promisify(execFile);

/**
 * How far a program is shut in on this system: `whole` has no network and sees no file but what it needs, `network` has
 * no network, `none` has only the bounds on time, memory and size.
 */
export type Shield = 'whole' | 'network' | 'none';

const script = join(import.meta.dirname, 'shield.sh');
/** Namespaces of its own: what it starts ends with it. */
const apart = ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child'];
let shield: Promise<Shield> | undefined;

function prefixOf(kind: Shield, folder: string, readable: readonly string[]): readonly string[] {
  switch (kind) {
    case 'whole':
      return [...apart, '--mount', 'sh', script, folder, ...readable, '--'];
    case 'network':
      // `unshare` cannot say how the first process of its namespace was killed, a shell can.
      return [...apart, 'sh', '-c', '"$@"; exit $?', 'sh'];
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

/** What this system lets us do. Asked once. */
export function findShield(): Promise<Shield> {
  return (shield ??= strongest());
}

async function strongest(): Promise<Shield> {
  if (await works('whole')) return 'whole';
  return (await works('network')) ? 'network' : 'none';
}

/**
 * Runs a program with bounds on time, processor, memory and file size, behind everything else that wants the processor,
 * with an environment of its own, and shut in as far as the system can do that. When it ends, everything it started has
 * ended.
 */
export async function runApart(errand: Errand): Promise<Ending> {
  const { program, args, folder, readable, milliseconds, cpuSeconds, memory, fileSize } = errand;
  const prefix = prefixOf(await findShield(), folder, readable);
  const bounds = [`-t ${cpuSeconds}`, `-d ${Math.ceil(memory / 1024)}`, `-f ${Math.ceil(fileSize / 512)}`, '-c 0'];
  // A bound that this shell does not know must not end the errand: the others hold. `timeout` ends it should we be gone.
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
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return follow(child, errand);
}

function follow(child: ChildProcess, { milliseconds, onLine, signal }: Errand): Promise<Ending> {
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
      // Whatever it left behind in its group goes with it.
      killGroup(child);
      resolve(ending ?? (code === null || code > 128 ? { how: 'killed' } : { how: 'done', code }));
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
