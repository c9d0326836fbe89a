import { type ChildProcess, execFileSync, spawn } from 'node:child_process';

/** Pins all threads of a process to these cores. @throws when the system has no `taskset` or the process is another's */
function pin(pid: number, cores: string): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });
}

/**
 * Takes time from a process, as other programs or a slow host would: its core is shared with programs that compute without
 * end. The load generator keeps the other cores, so it does not measure itself.
 */
export class Squeeze {
  readonly #pid: number;
  readonly #cores: string;
  readonly #burners: ChildProcess[] = [];

  private constructor(pid: number, cores: string) {
    this.#pid = pid;
    this.#cores = cores;
  }

  /**
   * @param share of one core that the process gets when it wants all of it
   * @returns also the share that is possible with a whole number of programs
   */
  static start(pid: number, share: number): { readonly squeeze: Squeeze; readonly share: number } {
    const cores = /:\s*(\S+)/.exec(
      execFileSync('taskset', ['--cpu-list', '--pid', String(pid)], { encoding: 'utf8' }),
    )?.[1];
    if (cores === undefined) throw new Error('The cores of the worker cannot be read.');
    const squeeze = new Squeeze(pid, cores);
    const count = Math.max(1, Math.round(1 / share - 1));
    pin(pid, '0');
    for (let i = 0; i < count; i += 1) {
      squeeze.#burners.push(
        spawn('taskset', ['--cpu-list', '0', process.execPath, '-e', 'for (;;) {}'], { stdio: 'ignore' }),
      );
    }
    return { squeeze, share: 1 / (1 + count) };
  }

  /** Ends the programs and lets the process use its cores again. Idempotent. */
  end(): void {
    for (const burner of this.#burners.splice(0)) burner.kill('SIGKILL');
    try {
      pin(this.#pid, this.#cores);
    } catch {
      // The process was replaced meanwhile; the scenario says so.
    }
  }
}
