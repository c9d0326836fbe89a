import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { Refused } from './Refused.ts';
import { runApart } from './apart.ts';

const megabyte = 1024 ** 2;

/** The program that turns office documents into PDF, if this system has it. */
export function findOffice(path: string = process.env['PATH'] ?? ''): string | undefined {
  const places = path.split(delimiter).flatMap((folder) => [join(folder, 'soffice'), join(folder, 'libreoffice')]);
  return places.find((place) => existsSync(place));
}

const securityPath = 'Office.Common/Security/Scripting';
const networkPath = 'Inet/Settings';

/** A proxy that is not there: some links are followed whatever the other settings say, and then they end here. */
const nowhere = ['HTTP', 'HTTPS', 'FTP'].flatMap((scheme) => [
  [networkPath, `ooInet${scheme}ProxyName`, '127.0.0.1'],
  [networkPath, `ooInet${scheme}ProxyPort`, '9'],
]);

/** No macro runs, no link is followed, nothing is asked. What this program does not know it leaves alone. */
const settings = [
  [securityPath, 'MacroSecurityLevel', '3'],
  [securityPath, 'DisableMacrosExecution', 'true'],
  [securityPath, 'DisableActiveContent', 'true'],
  [securityPath, 'BlockUntrustedRefererLinks', 'true'],
  ['Office.Writer/Content/Update', 'Link', '0'],
  ['Office.Calc/Content/Update', 'Link', '2'],
  [networkPath, 'ooInetProxyType', '2'],
  [networkPath, 'ooInetNoProxy', ''],
  ...nowhere,
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

/** What one document may take of a core. */
const cpuSeconds = 40;

/** The folder in which an office program and its parts lie, wherever it is installed. */
async function homeOf(program: string): Promise<string> {
  const folder = dirname(await realpath(program));
  return basename(folder) === 'program' ? dirname(folder) : folder;
}

interface OfficeJob {
  readonly program: string;
  readonly path: string;
  readonly extension: string;
  /** Of this job alone: the converter's home. */
  readonly folder: string;
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/** Turns an office document into a PDF and answers where that is. @throws Refused */
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
  const ending = await runApart({
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
