import { spawn } from 'node:child_process';
import { exitCode } from './children.mjs';
import { root } from './paths.mjs';

const leash = new URL('./leash.mjs', import.meta.url).href;

/**
 * Runs long-lived Node programs and waits until all have ended; when one ends, the others are asked to end too.
 * Each is { node, args, cwd?, env?, leashed? }. Resolves to { code, stopped }: the exit code of the one that ended first,
 * and whether a signal to us was the reason.
 *
 * The programs have a process group of their own. A terminal sends Ctrl-C to its whole foreground group; a server there
 * would get it twice, take the second for an impatient user, and skip its drain. The leash ends a program even when this
 * process is killed by a signal that cannot be caught.
 */
export function supervise(programs) {
  let asked = 0;
  let stopped = false;
  const children = programs.map(start);
  const alive = () => children.filter((child) => child.exitCode === null && child.signalCode === null);

  function endAll(signal) {
    asked += 1;
    // At the third request the user has waited long enough.
    for (const child of alive()) child.kill(asked > 2 ? 'SIGKILL' : signal);
  }

  function stop(signal) {
    stopped = true;
    endAll(signal);
  }

  const handlers = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM', SIGHUP: 'SIGTERM' };
  const listeners = Object.entries(handlers).map(([signal, passedOn]) => [signal, () => stop(passedOn)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);

  return new Promise((resolve, reject) => {
    let code;
    for (const child of children) {
      child.once('error', reject);
      child.once('exit', (ownCode, signal) => {
        code ??= exitCode(ownCode, signal);
        if (alive().length > 0) return asked === 0 ? endAll('SIGTERM') : undefined;
        for (const [name, listener] of listeners) process.off(name, listener);
        resolve({ code, stopped });
      });
    }
  });
}

function start({ node, args, cwd = root, env = process.env, leashed = true }) {
  const stdio = ['inherit', 'inherit', 'inherit'];
  if (!leashed) return spawn(node, args, { cwd, env, detached: true, stdio });
  return spawn(node, ['--import', leash, ...args], {
    cwd,
    env: { ...env, PLENUM_LEASH_FD: '3' },
    detached: true,
    stdio: [...stdio, 'pipe'],
  });
}
