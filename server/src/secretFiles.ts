import { readFileSync } from 'node:fs';
import { ConfigError } from './config.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that hold a secret, each of which may be read from a file: `PLENUM_TURN_SECRET_FILE`. */
const secrets = [
  'PLENUM_DATABASE_URL',
  'PLENUM_TURN_SECRET',
  'PLENUM_CREATE_KEY',
  'PLENUM_METRICS_TOKEN',
  'PLENUM_SMTP_URL',
  'PLENUM_BBB_SECRET',
  'PLENUM_NATS_SEED',
  'PLENUM_RECORDING_KEY',
] as const;

/**
 * Returns the environment with each secret that a `…_FILE` variable names, as containers and systemd hand them over. The text of the
 * file counts without the white space around it.
 * @throws ConfigError when a secret is given twice, or a file cannot be read or is empty
 */
export function withSecretFiles(environment: Environment): Environment {
  const read = secrets.flatMap((name) => {
    const path = environment[`${name}_FILE`];
    if (path === undefined || path === '') return [];
    if (environment[name]) throw new ConfigError(`Set ${name} or ${name}_FILE, not both.`);
    return [[name, secretIn(path, name)] as const];
  });
  return { ...environment, ...Object.fromEntries(read) };
}

function secretIn(path: string, name: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError(`The file ${path} of ${name}_FILE cannot be read. Give this user the right to read it.`);
  }
  if (text === '') throw new ConfigError(`The file ${path} of ${name}_FILE is empty.`);
  return text;
}
