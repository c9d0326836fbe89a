import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, tailOf } from '../support/children.mjs';
import { cacheFolder } from '../support/paths.mjs';
import { findProgram } from '../support/programs.mjs';
import { StopError } from '../support/StopError.mjs';
import { ensurePackages, refreshLists } from './packages.mjs';

const debianPostgres = '/usr/lib/postgresql';
const office = ['libreoffice-impress', 'libreoffice-writer', 'libreoffice-calc'];

/**
 * The servers that only tests start, as the variables that name them: coturn, PostgreSQL and NATS, and LibreOffice and ffmpeg on the PATH.
 * Programs that this machine has are used. Missing servers are unpacked, not installed: as packages they would run, start at
 * every boot, and make a database cluster. Only libraries, and LibreOffice and ffmpeg, which are no services, are installed.
 */
export async function provideServices({ env, out }) {
  if (!findProgram('dpkg-deb', env)) {
    out.say(
      '  Without Debian packages, tests that need LibreOffice, ffmpeg, coturn, PostgreSQL or NATS use what is there or are skipped.',
    );
    return {};
  }
  if (!findProgram('ffmpeg', env)) await ensurePackages(['ffmpeg'], { purpose: 'decode recordings in tests', out });
  if (!findProgram('soffice', env)) await ensurePackages(office, { purpose: 'convert office documents in tests', out });
  return {
    PLENUM_TURNSERVER: env.PLENUM_TURNSERVER || findProgram('turnserver', env) || (await unpackCoturn({ env, out })),
    PLENUM_POSTGRES: env.PLENUM_POSTGRES || newestPostgres(debianPostgres) || (await unpackPostgres({ env, out })),
    PLENUM_NATS: env.PLENUM_NATS || findProgram('nats-server', env) || (await unpackNats({ env, out })),
  };
}

async function unpackCoturn(options) {
  const folder = await unpack({ ...options, as: 'coturn', find: async () => 'coturn', purpose: 'test relays' });
  return join(folder, 'usr', 'bin', 'turnserver');
}

async function unpackNats(options) {
  const folder = await unpack({
    ...options,
    as: 'nats',
    find: async () => 'nats-server',
    purpose: 'test several nodes',
  });
  return ['sbin', 'bin'].map((bin) => join(folder, 'usr', bin, 'nats-server')).find((path) => existsSync(path));
}

async function unpackPostgres(options) {
  const find = async () => {
    const depends = dependsOf(await aptCache('postgresql'));
    return depends.find((name) => /^postgresql-\d+$/.test(name)) ?? 'postgresql';
  };
  const folder = await unpack({ ...options, as: 'postgresql', find, purpose: 'test databases' });
  return newestPostgres(join(folder, debianPostgres));
}

/** The folder with the programs of the newest PostgreSQL below this folder. */
export function newestPostgres(folder) {
  const versions = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(folder, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** The files of a Debian package in a folder of our own, with the libraries that they need installed. */
export async function unpack({ as, find, purpose, env, out }) {
  const kept = keptFolder(env);
  mkdirSync(kept, { recursive: true });
  const known = join(kept, as);
  if (existsSync(known)) return known;
  await refreshLists(`Looking for what is needed to ${purpose}`, out);
  const name = await find();
  await ensurePackages(librariesOf(await aptCache(name)), { purpose, out });
  const done = out.begin(`Unpacking ${name} to ${purpose}`);
  const temporary = mkdtempSync(join(kept, 'unpacking-'));
  try {
    await must('apt-get', ['-q', 'download', name], { cwd: temporary });
    const archive = readdirSync(temporary).find((file) => file.endsWith('.deb')) ?? '';
    await must('dpkg-deb', ['-x', archive, 'files'], { cwd: temporary });
    renameSync(join(temporary, 'files'), known);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  done(`${name} unpacked`);
  return known;
}

/** PostgreSQL does not run as root, and the user for it cannot read root's home. */
function keptFolder(env) {
  return process.getuid?.() === 0 ? '/var/cache/plenum' : cacheFolder(env);
}

async function aptCache(name) {
  return (await must('apt-cache', ['show', '--no-all-versions', name], {})).output;
}

async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  throw new StopError(
    `${command} ${args.join(' ')} failed. Check the network and Debian's package sources, then try again.`,
    { tail: tailOf(result.output) },
  );
}

/** Names of a package's dependencies; the first of several alternatives. */
export function dependsOf(shown) {
  const depends = /^Depends: (.*)$/m.exec(shown)?.[1] ?? '';
  return depends.split(',').flatMap((one) => /[a-z0-9][a-z0-9+.-]+/.exec(one)?.[0] ?? []);
}

/** The libraries that a program needs to start. LLVM is left out: it has 100 MB and only makes long queries faster. */
export function librariesOf(shown) {
  return dependsOf(shown).filter((name) => /^(lib|zlib|tzdata)/.test(name) && !name.startsWith('libllvm'));
}
