import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** A program that works on what a stranger sent. Sizes in bytes, times in ms. */
export interface Errand {
  readonly program: string;
  readonly args: readonly string[];
  /** The only folder it works in: HOME, TMPDIR and current directory. */
  readonly folder: string;
  readonly milliseconds: number;
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
let isolation: Promise<readonly string[]> | undefined;

/** A network and a process tree of its own, where this system lets us: what it starts ends with it. */
async function findIsolation(): Promise<readonly string[]> {
  const prefix = ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child'];
  const [program = '', ...args] = prefix;
  try {
    await run(program, [...args, 'true'], { timeout: 5_000 });
    return prefix;
  } catch {
    return [];
  }
}

/** True when programs run apart have no network on this system. */
export async function isOffline(): Promise<boolean> {
  return (await (isolation ??= findIsolation())).length > 0;
}

/**
 * Runs a program with bounds on time, processor, memory and file size, with an environment of its own and without a
 * network where the system can do that. When it ends, everything it started has ended.
 */
export async function runApart(errand: Errand): Promise<Ending> {
  const { program, args, folder, milliseconds, memory, fileSize } = errand;
  const prefix = await (isolation ??= findIsolation());
  const seconds = Math.ceil(milliseconds / 1000);
  const bounds = [`-t ${seconds}`, `-d ${Math.ceil(memory / 1024)}`, `-f ${Math.ceil(fileSize / 512)}`, '-c 0'];
  // A bound that this shell does not know must not end the errand: the others hold. `timeout` ends it should we be gone.
  const script = `
    ${bounds.map((bound) => `ulimit ${bound} 2>/dev/null`).join('; ')}
    command -v timeout >/dev/null && exec timeout -s KILL ${seconds + 5} "$@"
    exec "$@"`;
  const child = spawn('sh', ['-c', script, 'sh', ...prefix, program, ...args], {
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
