import { execFileSync } from 'node:child_process';
import { run, tailOf } from '../support/children.mjs';
import { StopError } from '../support/StopError.mjs';

/**
 * Makes sure that Debian packages are there: installs what is missing when we are root, otherwise stops with the one
 * command to run. `purpose` completes the sentence "… is missing, needed to …".
 */
export async function ensurePackages(names, { purpose, out }) {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new StopError(
      `To ${purpose}, these Debian packages are missing; run this once and try again: ` +
        `sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    );
  }
  const title = `Installing ${missing.length === 1 ? missing[0] : `${missing.length} Debian packages`} to ${purpose}`;
  const done = out.begin(title);
  // Old lists may name files that are gone; without network, old lists may still work.
  await apt(['update'], title, out);
  const result = await apt(['install', '-y', '--no-install-recommends', ...missing], title, out);
  if (result.code !== 0 || missingPackages(missing).length > 0) {
    throw new StopError(
      `apt-get could not install ${missing.join(' ')}. Check the network and Debian's package sources, then try again.`,
      { tail: tailOf(result.output.replace(/^(dl|pm)status:.*\n?/gm, '')) },
    );
  }
  done(`Debian packages installed: ${missing.join(' ')}`);
}

/** Updates the package lists if that is allowed; old lists may still work. */
export async function refreshLists(title, out) {
  if (process.getuid?.() === 0) await apt(['update'], title, out);
}

function apt(args, title, out) {
  return run(
    'apt-get',
    ['-q', '-o', 'APT::Status-Fd=3', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300', ...args],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      onLine(line) {
        const state = parseAptStatus(line);
        if (state) out.show(`${title} … ${Math.round(state.percent)} % ${state.text}`);
      },
    },
  );
}

/** One line of apt's status channel, as { percent, text }; undefined for any other line. */
export function parseAptStatus(line) {
  const match = /^(?:dl|pm)status:[^:]*:([\d.]+):(.*)$/.exec(line);
  return match ? { percent: Number(match[1]), text: match[2] } : undefined;
}

function missingPackages(names) {
  let listing;
  try {
    listing = execFileSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new StopError(
        `This system has no Debian packages; please install the equivalents of: ${names.join(' ')}, ` +
          `or give Plenum a finished program (MEDIASOUP_WORKER_BIN for the media worker, PLENUM_CHROMIUM and PLENUM_FIREFOX for the browsers).`,
      );
    }
    // The command fails when one name is unknown, and still lists the others.
    listing = error.stdout ?? '';
  }
  return notInstalled(names, listing);
}

/** Which of the names are not listed as "name installed", one package a line. */
export function notInstalled(names, listing) {
  const installed = new Set(
    listing
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}
