import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

const Filled = z.object({
  database: z.enum(['SQLite', 'PostgreSQL']),
  size: z.enum(['small', 'full']),
  data: z.string(),
  databaseUrl: z.optional(z.string()),
  /** How long the filling took. */
  seconds: z.number(),
  accounts: z.int(),
  spaces: z.int(),
  cookies: z.array(z.string()),
  slugs: z.array(z.string()),
});
/** A filled database, on which a server can start. */
export type Filled = z.infer<typeof Filled>;

/** A small and a full directory on each database, which a process of the server's own code fills and keeps. */
export class Databases {
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly all: readonly Filled[];

  private constructor(folder: string, child: ChildProcess, all: readonly Filled[]) {
    this.#folder = folder;
    this.#child = child;
    this.all = all;
  }

  static async fill(accounts: number, spaces: number): Promise<Databases> {
    const folder = await mkdtemp(join(tmpdir(), 'plenum-directory-'));
    const script = fileURLToPath(new URL('../../../server/src/storage/testing/directoryChild.ts', import.meta.url));
    const args = [script, folder, String(accounts), String(spaces)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.endsWith('\n')) return new Databases(folder, child, z.array(Filled).parse(JSON.parse(said)));
    }
    throw new Error('The databases were not filled.');
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    if (this.#child.exitCode === null) await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
