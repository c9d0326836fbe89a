import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { provideDataFolder } from '../setup/dataFolder.mjs';
import { failure, fine, warning } from './finding.mjs';

const mib = 1024 * 1024;

/** Checks the data folder: writable, with free space. */
export async function checkDataFolder({ env }) {
  const folder = provideDataFolder({ env });
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / mib);
  const text = `The data folder ${folder} is writable, ${free >= 10_240 ? `${Math.floor(free / 1024)} GiB` : `${free} MiB`} free`;
  const advice = 'Make room on its disk, or move it with PLENUM_DATA.';
  if (free < 100) return failure(text, advice);
  return free < 1024 ? warning(text, advice) : fine(text);
}

/** Checks the clock: tickets, certificates and the order of the log rely on it. */
export async function checkClock() {
  const year = new Date().getFullYear();
  if (year < 2025 || year > 2100) {
    return failure(`The clock says that it is ${year}`, 'Set it: timedatectl set-ntp true');
  }
  const [wall, steady] = [Date.now(), performance.now()];
  await sleep(200);
  const drift = Math.abs(Date.now() - wall - (performance.now() - steady));
  if (drift > 50)
    return warning(
      `The clock jumped by ${Math.round(drift)} ms while we watched`,
      'Let one program only set the clock.',
    );
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'no time zone';
  if (ntpState() === 'no') {
    return warning(
      `The clock is not synchronised (${new Date().toISOString()}, ${zone})`,
      'Turn it on: timedatectl set-ntp true',
    );
  }
  return fine(`The clock says ${new Date().toISOString()} (${zone})`);
}

function ntpState() {
  try {
    const options = { encoding: 'utf8', timeout: 3000, stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('timedatectl', ['show', '--property', 'NTPSynchronized', '--value'], options).trim();
  } catch {
    // Without systemd, as in most containers, the host keeps the time.
    return 'unknown';
  }
}

/** Checks the limit of open files: every participant needs a few. */
export function checkOpenFiles() {
  if (!existsSync('/bin/sh')) return [];
  const text = execFileSync('/bin/sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  const limit = text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
  if (limit >= 4096) return fine(`Up to ${text} open files are allowed`);
  const advice = 'Raise it: ulimit -n 65536 in the shell, LimitNOFILE=65536 in a systemd unit.';
  const finding = `Only ${text} open files are allowed`;
  return limit < 256 ? failure(finding, advice) : warning(`${finding}, too few for large meetings`, advice);
}

/** The receive buffer that a media worker asks for, in bytes; see `spawnWorker.ts`. */
const wantedBuffer = mib / 2;
const largestBuffer = '/proc/sys/net/core/rmem_max';

/** Checks the socket buffer: while a worker sends one picture to hundreds, incoming packets wait there or are lost. */
export function checkSocketBuffer() {
  return existsSync(largestBuffer) ? judgeSocketBuffer(Number(readFileSync(largestBuffer, 'utf8'))) : [];
}

export function judgeSocketBuffer(bytes) {
  if (bytes >= wantedBuffer) return fine(`Up to ${Math.floor(bytes / 1024)} KiB may wait in a socket`);
  return warning(
    `Only ${Math.floor(bytes / 1024)} KiB may wait in a socket, too few for rooms of more than a hundred people`,
    `Raise it: sysctl -w net.core.rmem_max=${wantedBuffer}, and the same line in a file under /etc/sysctl.d.`,
  );
}
