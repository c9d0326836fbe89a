import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 5000;
const silentMs = 30_000;

/**
 * Runs `work` while holding a lock file, so that two set-ups never build the same thing in the same place. The holder
 * touches the file regularly: another set-up takes over a lock that a killed process or a power cut left behind.
 */
export async function withLock(path, { onWait = () => {}, pollMs = 1000 }, work) {
  while (!take(path)) {
    if (isAbandoned(path)) rmSync(path, { force: true });
    else {
      onWait(readHolder(path));
      await sleep(pollMs);
    }
  }
  const beat = setInterval(() => touch(path), beatMs);
  beat.unref();
  const release = () => rmSync(path, { force: true });
  // A signal during the work ends in process.exit().
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function take(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // A person removed the lock; the result is moved into place atomically, so this does no harm.
  }
}

function readHolder(path) {
  try {
    const [pid, host] = readFileSync(path, 'utf8').trim().split(' ');
    return { pid: Number(pid), host };
  } catch {
    return {};
  }
}

/** True when the lock has no holder: untouched for half a minute, or its process on this machine is gone. */
export function isAbandoned(path, now = Date.now()) {
  let touched;
  try {
    touched = statSync(path).mtimeMs;
  } catch {
    return false;
  }
  if (now - touched > silentMs) return true;
  const { pid, host } = readHolder(path);
  // An empty file is being written at this moment.
  return Boolean(pid) && host === hostname() && !isAlive(pid);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
