import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ControlSocket } from '../src/control/ControlSocket.ts';
import type { Running } from './running.ts';

const cli = fileURLToPath(new URL('../src/cli/cli.ts', import.meta.url));

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** The command line in a process of its own, beside a running server. */
export class CommandLine {
  readonly #running: Running;
  readonly #control: ControlSocket;
  readonly #failures: unknown[];

  private constructor(running: Running, control: ControlSocket, failures: unknown[]) {
    this.#running = running;
    this.#control = control;
    this.#failures = failures;
  }

  static async open(running: Running): Promise<CommandLine> {
    const failures: unknown[] = [];
    const control = await ControlSocket.open(running.folder, running.server, (error) => failures.push(error));
    return new CommandLine(running, control, failures);
  }

  run(...args: readonly string[]): Promise<Said> {
    const env = { ...process.env, PLENUM_DATA: this.#running.folder };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [cli, ...args], { env }, (_error, out, errors) =>
        resolve({ code: child.exitCode ?? -1, out, errors }),
      );
    });
  }

  /** @throws what a command made fail that was no refusal */
  async close(): Promise<void> {
    await this.#control.close();
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}
