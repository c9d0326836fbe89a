import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { Refused } from './Refused.ts';
import { runShielded } from './shielded.ts';

const megabyte = 1024 ** 2;

/** Finds the program that converts office documents to PDF; undefined when this system has none. */
export function findOffice(path: string = process.env['PATH'] ?? ''): string | undefined {
  const places = path.split(delimiter).flatMap((folder) => [join(folder, 'soffice'), join(folder, 'libreoffice')]);
  return places.find((place) => existsSync(place));
}

const securityPath = 'Office.Common/Security/Scripting';
const networkPath = 'Inet/Settings';

/** A proxy that does not exist: some links are followed whatever the other settings say, and this stops them. */
const deadProxy = ['HTTP', 'HTTPS', 'FTP'].flatMap((scheme) => [
  [networkPath, `ooInet${scheme}ProxyName`, '127.0.0.1'],
  [networkPath, `ooInet${scheme}ProxyPort`, '9'],
]);

/** Settings against macros, links and dialogs. The program ignores the settings that it does not know. */
const settings = [
  [securityPath, 'MacroSecurityLevel', '3'],
  [securityPath, 'DisableMacrosExecution', 'true'],
  [securityPath, 'DisableActiveContent', 'true'],
  [securityPath, 'BlockUntrustedRefererLinks', 'true'],
  ['Office.Writer/Content/Update', 'Link', '0'],
  ['Office.Calc/Content/Update', 'Link', '2'],
  [networkPath, 'ooInetProxyType', '2'],
  [networkPath, 'ooInetNoProxy', ''],
  ...deadProxy,
];

const profile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
${settings
  .map(
    ([path, name, value]) =>
      `<item oor:path="/org.openoffice.${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join('\n')}
</oor:items>
`;

/** The bound on processor time for one document. */
const cpuSeconds = 40;

/** Returns the folder of an office program and its parts, wherever it is installed. */
async function homeOf(program: string): Promise<string> {
  const folder = dirname(await realpath(program));
  return basename(folder) === 'program' ? dirname(folder) : folder;
}

interface OfficeJob {
  readonly program: string;
  readonly path: string;
  readonly extension: string;
  /** The folder of this job, which is the program's home. */
  readonly folder: string;
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/** Converts an office document to PDF and returns the path of the PDF. @throws Refused */
export async function officeToPdf({
  program,
  path,
  extension,
  folder,
  milliseconds,
  signal,
}: OfficeJob): Promise<string> {
  const home = join(folder, 'office');
  await mkdir(join(home, 'profile', 'user'), { recursive: true });
  await writeFile(join(home, 'profile', 'user', 'registrymodifications.xcu'), profile);
  const input = join(home, `document.${extension}`);
  await rename(path, input);
  const ending = await runShielded({
    program,
    readable: [program, await homeOf(program)],
    args: [
      `-env:UserInstallation=file://${join(home, 'profile')}`,
      '--headless',
      '--invisible',
      '--norestore',
      '--nologo',
      '--nolockcheck',
      '--nodefault',
      '--convert-to',
      'pdf',
      '--outdir',
      home,
      input,
    ],
    folder: home,
    milliseconds,
    cpuSeconds,
    memory: 1_200 * megabyte,
    fileSize: 200 * megabyte,
    onLine: () => {},
    signal,
  });
  await rename(input, path);
  const made = join(home, 'document.pdf');
  if (ending.how === 'late' || ending.how === 'killed') throw new Refused('heavy', `the converter was ${ending.how}`);
  if (ending.how === 'cancelled' || !existsSync(made)) throw new Refused('broken', 'the converter made nothing');
  return made;
}
