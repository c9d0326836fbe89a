import { parseArgs } from 'node:util';
import { readFile } from 'node:fs/promises';
import { AppError } from '@plenum/shared/core/errors';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { order } from '../control/order.ts';
import { Meetings } from '../control/protocol.ts';
import { withSecretFiles } from '../secretFiles.ts';
import { backUp } from '../storage/backup/backUp.ts';
import { restore } from '../storage/backup/restore.ts';

const help = `npm run plenum -- <command>

  meetings            lists the meetings that are on
  end <room>          ends the meeting in a room for everybody
  backup <archive>    writes the database and the files into one archive, while the server runs
  restore <archive>   checks an archive and unpacks it into an empty data folder

The settings of the server apply: PLENUM_DATA, PLENUM_DATABASE_URL.
`;

type Run = (config: Config, argument: string) => Promise<string>;

const commands: Readonly<Record<string, { readonly takes?: string; readonly run: Run }>> = {
  meetings: { run: listMeetings },
  end: { takes: 'the id of a room', run: endMeeting },
  backup: { takes: 'the name of an archive', run: makeBackup },
  restore: { takes: 'the name of an archive', run: restoreBackup },
};

async function listMeetings({ data }: Config): Promise<string> {
  const { meetings } = Meetings.parse(await order(data, 'GET', '/meetings'));
  if (meetings.length === 0) return 'No meeting is on.';
  const lines = meetings.map(({ id, title, people, since }) => {
    const began = since === undefined ? '' : new Date(since).toISOString();
    return [id, String(people).padStart(5), began, title].join('  ');
  });
  return lines.join('\n');
}

async function endMeeting({ data }: Config, room: string): Promise<string> {
  await order(data, 'POST', `/meetings/${encodeURIComponent(room)}/end`);
  return `The meeting in ${room} is over.`;
}

async function makeBackup({ data, databaseUrl }: Config, archive: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const { files, bytes } = await backUp({ data, databaseUrl, archive, version: manifest.version });
  return `${archive}: the database and ${files} files, ${bytes} bytes. Whoever has it can read every room.`;
}

async function restoreBackup({ data, databaseUrl }: Config, archive: string): Promise<string> {
  const { plenum, madeAt, entries } = await restore({ archive, data, databaseUrl });
  return `${data} is as it was at ${madeAt} (Plenum ${plenum}): ${entries.length - 1} files, all checked.`;
}

/** Runs one command; returns what it says. @throws AppError, ConfigError with words for the operator */
async function run(args: readonly string[]): Promise<string> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [name = '', argument = '', ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new AppError('invalid', help);
  const isComplete = (command.takes !== undefined) === (argument !== '') && more.length === 0;
  if (!isComplete) throw new AppError('invalid', `"${name}" takes ${command.takes ?? 'nothing more'}.\n\n${help}`);
  return command.run(readConfig(withSecretFiles(process.env)), argument);
}

/** The words for an operator; any other error is a fault of ours. */
function wordsOf(error: unknown): string | undefined {
  if (error instanceof AppError || error instanceof ConfigError) return error.message;
  const isUnknownOption =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isUnknownOption ? `${error.message}\n\n${help}` : undefined;
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  const words = wordsOf(error);
  process.stderr.write(`${words ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exitCode = 1;
}
