import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/children.mjs';
import { srtp } from '../worker/recipe.mjs';

/**
 * Builds libsrtp with OpenSSL from Debian's source package and puts library and header into `into`. Where that fails, for
 * example without Debian's servers, `into` stays away and the worker is linked with Debian's own library.
 */
export async function putSrtp(into, out) {
  const folder = mkdtempSync(join(tmpdir(), 'plenum-srtp-'));
  try {
    const source = await fetchSource(folder);
    const build = join(folder, 'build');
    await step('meson', ['setup', build, source, ...srtp.mesonArguments]);
    await step('ninja', ['-C', build, 'libsrtp2.a']);
    mkdirSync(join(into, 'include', 'srtp2'), { recursive: true });
    copyFileSync(join(source, 'include', 'srtp.h'), join(into, 'include', 'srtp2', 'srtp.h'));
    copyFileSync(join(build, 'libsrtp2.a'), join(into, 'libsrtp2.a'));
  } catch (error) {
    rmSync(into, { recursive: true, force: true });
    out.say(`  The media worker takes Debian's own libsrtp, which is slower: ${error.message}.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gets the source package with lists and settings of our own, and unpacks it; apt checks its signature. */
async function fetchSource(folder) {
  const policy = await step('apt-cache', ['policy', `${srtp.source}-dev`]);
  const sources = sourceLines(policy);
  if (sources.length === 0) throw new Error('no package source of this system has it');
  const lists = join(folder, 'lists');
  const parts = join(folder, 'parts');
  for (const each of [join(lists, 'partial'), join(folder, 'cache', 'archives', 'partial'), parts]) {
    mkdirSync(each, { recursive: true });
  }
  writeFileSync(join(parts, 'source.list'), sources.map((line) => `${line}\n`).join(''));
  const settings = {
    'Dir::Etc::SourceList': '/dev/null',
    'Dir::Etc::SourceParts': parts,
    'Dir::State::Lists': lists,
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::http::Timeout': '20',
    // As another user, apt could not read this folder.
    ...(process.getuid?.() === 0 && { 'APT::Sandbox::User': 'root' }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const unpacked = join(folder, 'source');
  mkdirSync(unpacked);
  await step('apt-get', ['-q', ...options, 'update']);
  await step('apt-get', ['-q', ...options, 'source', srtp.source], { cwd: unpacked });
  const [name] = readdirSync(unpacked, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (!name) throw new Error('its source package is empty');
  return join(unpacked, name.name);
}

/** The source lists beside the binary lists that `apt-cache policy` names, one for each suite. */
export function sourceLines(policy) {
  const lines = policy.matchAll(/^\s*\d+ (https?:\S+) (\S+)\/(\S+) \S+ Packages$/gm);
  return [...new Set([...lines].map(([, uri, suite, component]) => `deb-src ${uri} ${suite} ${component}`))];
}

async function step(command, args, options = {}) {
  const { code, output } = await run(command, args, { ...options, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  if (code !== 0) throw new Error(`${command} failed (${output.trim().split('\n').pop()})`);
  return output;
}
