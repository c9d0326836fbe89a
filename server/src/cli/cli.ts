import { parseArgs } from 'node:util';
import { readFile } from 'node:fs/promises';
import { AppError } from '@plenum/shared/core/errors';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { NoServer, order } from '../control/order.ts';
import { AccountErased, Appointed, Cordoned, Drained, GuestErased, Meetings, Nodes } from '../control/protocol.ts';
import { withSecretFiles } from '../secretFiles.ts';
import { backUp } from '../storage/backup/backUp.ts';
import { restore } from '../storage/backup/restore.ts';
import { exportTo, importFrom, importRecordingFrom, type Progress } from './archives.ts';

const words = `npm run plenum -- <command>

  meetings                     lists the meetings that are on
  end <room>                   ends the meeting in a room for everybody
  operator <address>           makes the person with this address of e-mail an operator; a person without an account gets
                               a letter with a link that makes one, and with --link the link is printed instead
  export <space> <archive>     writes a space into one archive: settings, plans, history, log, files and recordings
  import <archive> <address>   takes the space of an archive; the account with this address owns it here;
                               --as <space> gives it another address
  export-recording <id> <archive>
                               writes a recording into one archive that another Plenum can play; it is not encrypted there
  import-recording <archive> <space>
                               takes the recording of an archive into a space, where its hosts see it
  erase <address> --yes        erases an account with its own spaces, and all that is kept of its person
  erase-guest <space> <name> --yes
                               erases everybody with this name from the meetings of a space: names, words, drawings, files
  node list                    lists the nodes of a cluster, and how many meetings each has
  node cordon | uncordon       gives this node no new meetings, or gives it new ones again; --node <name> does it to another node
  node drain                   cordons this node and moves its meetings to the others, one after the other
  node leave                   drains this node and stops it
  backup <archive>             writes the database and the files into one archive, while the server runs
  restore <archive>            checks an archive and unpacks it into an empty data folder

<space> is what follows /s/ in the address of a space, <id> what follows /recordings/ in that of a recording. The settings of the server apply: PLENUM_DATA, PLENUM_DATABASE_URL.
All commands but backup and restore need the running server.
It ends with 0 when the work is done, 1 when it is refused or fails, 2 when the command is wrong, 3 when no server runs.
`;

/** What stands on the command line after the name of the command. */
interface Given {
  readonly config: Config;
  readonly args: readonly [string, string];
  readonly options: { readonly link?: boolean; readonly yes?: boolean; readonly as?: string; readonly node?: string };
}

interface Command {
  /** What it takes, in order. */
  readonly takes: readonly string[];
  readonly options?: readonly (keyof Given['options'])[];
  readonly run: (given: Given) => Promise<string>;
}

/** The command line itself is wrong. */
class WrongUse extends AppError {
  constructor(words: string) {
    super('invalid', words);
  }
}

const commands: Readonly<Record<string, Command>> = {
  meetings: { takes: [], run: listMeetings },
  end: { takes: ['the id of a room'], run: endMeeting },
  operator: { takes: ['an address of e-mail'], options: ['link'], run: makeOperator },
  export: { takes: ['the address of a space', 'the name of an archive'], run: exportSpace },
  import: { takes: ['the name of an archive', "the owner's address of e-mail"], options: ['as'], run: importSpace },
  'export-recording': { takes: ['the id of a recording', 'the name of an archive'], run: exportRecording },
  'import-recording': { takes: ['the name of an archive', 'the address of a space'], run: importRecording },
  erase: { takes: ['an address of e-mail'], options: ['yes'], run: eraseAccount },
  'erase-guest': { takes: ['the address of a space', 'a name'], options: ['yes'], run: eraseGuest },
  node: { takes: ['list, cordon, uncordon, drain or leave'], options: ['node'], run: actOnNode },
  backup: { takes: ['the name of an archive'], run: makeBackup },
  restore: { takes: ['the name of an archive'], run: restoreBackup },
};

async function listMeetings({ config: { data } }: Given): Promise<string> {
  const { meetings } = Meetings.parse(await order(data, 'GET', '/meetings'));
  if (meetings.length === 0) return 'No meeting is on.';
  const lines = meetings.map(({ id, title, people, since }) => {
    const began = since === undefined ? '' : new Date(since).toISOString();
    return [id, String(people).padStart(5), began, title].join('  ');
  });
  return lines.join('\n');
}

async function endMeeting({ config: { data }, args: [room] }: Given): Promise<string> {
  await order(data, 'POST', `/meetings/${encodeURIComponent(room)}/end`);
  return `The meeting in ${room} is over.`;
}

async function makeOperator({ config: { data }, args: [email], options }: Given): Promise<string> {
  const json = { email, how: options.link === true ? 'link' : 'letter' };
  const { is, link } = Appointed.parse(await order(data, 'POST', '/operators', { json }));
  if (is === 'operator') return `${email} is an operator now.`;
  if (is === 'link')
    return `This address makes the account of ${email}, an operator; it is good once, for a week:\n${link}`;
  return `A letter to ${email} is on its way; its link makes an operator's account, and is good once, for a week.`;
}

async function exportSpace({ config: { data }, args: [slug, archive] }: Given): Promise<string> {
  const bytes = await exportTo(data, { space: slug }, archive, progressOf('written'));
  return `${archive}: the space /s/${slug}, ${bytes} bytes. A person who has it can read the space.`;
}

async function importSpace({ config: { data }, args: [archive, owner], options }: Given): Promise<string> {
  const how = { owner, slug: options.as, progress: progressOf('sent') };
  const { slug, title, events, files } = await importFrom(data, archive, how);
  return `"${title}" is at /s/${slug} now, owned by ${owner}, with new codes: ${events} events, ${files} files, all checked.`;
}

async function exportRecording({ config: { data }, args: [recording, archive] }: Given): Promise<string> {
  const bytes = await exportTo(data, { recording }, archive, progressOf('written'));
  return `${archive}: the recording ${recording}, ${bytes} bytes, not encrypted. A person who has it can play the recording.`;
}

async function importRecording({ config: { data }, args: [archive, slug] }: Given): Promise<string> {
  const { id, title, files } = await importRecordingFrom(data, archive, slug, progressOf('sent'));
  return `"${title}" is in /s/${slug} now, as /recordings/${id}, for its hosts: ${files} files, all checked.`;
}

async function eraseAccount({ config: { data }, args: [email], options }: Given): Promise<string> {
  requireYes(options, `the account ${email} and its spaces`);
  const { name, spaces } = AccountErased.parse(await order(data, 'POST', '/erase/account', { json: { email } }));
  const words = `The account ${email} is erased.`;
  if (spaces.length === 0) return words;
  const list = spaces.map((slug) => `  npm run plenum -- erase-guest ${slug} ${quoted(name)} --yes`).join('\n');
  return `${words} Somebody called "${name}" was in meetings of other spaces. If it is the same person:\n${list}`;
}

async function eraseGuest({ config: { data }, args: [slug, name], options }: Given): Promise<string> {
  requireYes(options, `everybody called "${name}" from the meetings of /s/${slug}`);
  const erased = GuestErased.parse(await order(data, 'POST', '/erase/guest', { json: { slug, name } }));
  const { seats, entries, files, stays } = erased;
  return `"${name}" is erased from /s/${slug}: ${seats} seats, ${entries} events, ${files} files, ${stays} lines of attendance.`;
}

async function actOnNode({ config: { data }, args: [act], options: { node } }: Given): Promise<string> {
  switch (act) {
    case 'list': {
      const { nodes, here } = Nodes.parse(await order(data, 'GET', '/nodes'));
      const lines = nodes.map(({ node: name, version, alive, cordoned, families }) => {
        const state = alive ? (cordoned ? 'cordoned' : 'open') : 'lost';
        return [
          name.padEnd(16),
          state.padEnd(8),
          `${families} meetings`.padStart(14),
          version,
          name === here ? 'this one' : '',
        ]
          .join('  ')
          .trimEnd();
      });
      return lines.join('\n');
    }
    case 'cordon':
    case 'uncordon': {
      const json = { cordoned: act === 'cordon', ...(node !== undefined && { node }) };
      const { node: name } = Cordoned.parse(await order(data, 'POST', '/nodes/cordon', { json }));
      return act === 'cordon' ? `${name} gets no new meetings.` : `${name} gets new meetings again.`;
    }
    case 'drain':
    case 'leave': {
      if (node !== undefined) throw new WrongUse(`"node ${act}" is for the node that runs on this PLENUM_DATA.`);
      const { moved, left } = Drained.parse(await order(data, 'POST', `/nodes/${act}`));
      if (left > 0) throw new AppError('unavailable', `${moved} meetings moved; ${left} are still here. Try again.`);
      return `${moved} meetings moved, none is left here.${act === 'leave' ? ' The server stops.' : ''}`;
    }
    default:
      throw new WrongUse(`"node" takes list, cordon, uncordon, drain or leave.\n\n${words}`);
  }
}

/** Quotes a word for a shell: people choose their names, so a name can hold anything. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function requireYes({ yes }: Given['options'], what: string): void {
  if (yes !== true) throw new WrongUse(`This erases ${what}, and cannot be undone. Say --yes to do it.`);
}

async function makeBackup({ config: { data, databaseUrl }, args: [archive] }: Given): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const { files, bytes } = await backUp({ data, databaseUrl, archive, version: manifest.version });
  return `${archive}: the database and ${files} files, ${bytes} bytes. A person who has it can read every room.`;
}

async function restoreBackup({ config: { data, databaseUrl }, args: [archive] }: Given): Promise<string> {
  const { plenum, madeAt, entries } = await restore({ archive, data, databaseUrl });
  return `${data} is as it was at ${madeAt} (Plenum ${plenum}): ${entries.length - 1} files, all checked.`;
}

/** Says once a second, on the side of errors, how far the work is. */
function progressOf(what: string): Progress {
  let told = performance.now();
  return (bytes) => {
    if (performance.now() - told < 1_000) return;
    told = performance.now();
    process.stderr.write(`${(bytes / 1e6).toFixed(1)} MB ${what}\n`);
  };
}

/** Runs one command; returns what it says. @throws AppError, ConfigError with words for the operator */
async function run(argv: readonly string[]): Promise<string> {
  const options = {
    link: { type: 'boolean' },
    yes: { type: 'boolean' },
    as: { type: 'string' },
    node: { type: 'string' },
  } as const;
  const help = { help: { type: 'boolean', short: 'h' } } as const;
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...options, ...help },
  });
  const { help: isAskedFor, ...given } = values;
  if (isAskedFor === true) return words;
  const [name = '', first = '', second = '', ...more] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new WrongUse(words);
  const count = [first, second].filter((one) => one !== '').length + more.length;
  const isKnown = (option: string) => command.options?.some((one) => one === option) ?? false;
  if (count !== command.takes.length || !Object.keys(given).every(isKnown)) {
    const takes = [...command.takes, ...(command.options ?? []).map((option) => `--${option}`)];
    throw new WrongUse(`"${name}" takes ${takes.join(', ') || 'nothing more'}.\n\n${words}`);
  }
  return command.run({ config: readConfig(withSecretFiles(process.env)), args: [first, second], options: given });
}

/** The words for an operator, and the exit code; any other error is a fault of ours. */
function verdictOf(error: unknown): { readonly code: number; readonly words?: string } {
  if (error instanceof WrongUse) return { code: 2, words: error.message };
  if (error instanceof NoServer) return { code: 3, words: error.message };
  if (error instanceof AppError || error instanceof ConfigError) return { code: 1, words: error.message };
  const isUnknownOption =
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isUnknownOption ? { code: 2, words: `${error.message}\n\n${words}` } : { code: 1 };
}

try {
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  const { code, words: said } = verdictOf(error);
  process.stderr.write(`${said ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exitCode = code;
}
