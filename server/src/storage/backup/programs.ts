import { spawn } from 'node:child_process';
import { AppError } from '@plenum/shared/core/errors';

/**
 * Runs a program of the system and returns what it printed.
 * @throws AppError `unavailable` with words for the operator when the program is missing or fails
 */
export function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, errors]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
    child.once('error', () =>
      reject(new AppError('unavailable', `The program ${program} is needed and is not on this machine. Install it.`)),
    );
    child.once('close', (code) => {
      if (code === 0) return resolve(out.join(''));
      reject(new AppError('unavailable', `${program} failed: ${errors.join('').trim().slice(0, 2_000)}`));
    });
  });
}

/** The address of a database without its password, and the password for the environment, which no list of processes shows. */
export function withoutPassword(databaseUrl: string): { readonly url: string; readonly env: NodeJS.ProcessEnv } {
  const url = new URL(databaseUrl);
  const { password } = url;
  url.password = '';
  return { url: url.href, env: password === '' ? {} : { PGPASSWORD: decodeURIComponent(password) } };
}
