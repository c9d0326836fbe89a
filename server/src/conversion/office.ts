import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Refused } from './Refused.ts';
import { runApart } from './apart.ts';

const megabyte = 1024 ** 2;

/** The program that turns office documents into PDF, if this system has it. */
export function findOffice(path: string = process.env['PATH'] ?? ''): string | undefined {
  const places = path.split(delimiter).flatMap((folder) => [join(folder, 'soffice'), join(folder, 'libreoffice')]);
  return places.find((place) => existsSync(place));
}

/** No macro runs, no link is followed, nothing is asked. */
const profile = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
`;

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
