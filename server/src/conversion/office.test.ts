import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { picture } from '../../test/badFiles.ts';
import { convert, type Shown, shownBy } from '../../test/converting.ts';
import { flatOdt, odf } from '../../test/officeFiles.ts';
import { bombs, slowBombs, illustrated, linking, macroDocument } from '../../test/officeTraps.ts';
import { depth, isLong } from '../../test/long.ts';
import { findShield } from './shielded.ts';
import { Converter } from './Converter.ts';
import { findOffice } from './office.ts';

// Conversions have the lowest priority, so they are slow on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const program = findOffice();
const why = 'there is no LibreOffice here';
const all = ['odt', 'docx', 'fields', 'odp', 'ods', 'rtf'] as const;
/** Usually one of each way in which a document links: of OpenDocument, of Office Open XML, and by fields. */
const kinds = depth(all.slice(0, 3), [...all]);
let folder: string;
let converter: Converter;
let server: Server;
let site: string;
let isShut: boolean;
/** The requests that a web site on this machine got. */
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-office-'));
  // Long enough for honest documents; slower ones are given up.
  converter = await Converter.create({ folder: join(folder, 'work'), unshielded: true, officeMs: 60_000 });
  isShut = (await findShield()) === 'whole';
  await writeFile(join(folder, 'secret.txt'), 'SECRET');
  await writeFile(join(folder, 'secret.csv'), 'SECRET,SECRET\n');
  await writeFile(join(folder, 'secret.html'), '<html><body><table><tr><td>SECRET</td></tr></table></body></html>');
  await writeFile(join(folder, 'secret.odt'), odf({ kind: 'odt', body: '<text:p>SECRET</text:p>' }));
  await writeFile(join(folder, 'secret.png'), picture('png', 40, 40));
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(picture('png', 40, 40));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function show(name: string, bytes: Buffer): Promise<Shown | string> {
  return convert(converter, { name, bytes }, shownBy);
}

describe.skipIf(program === undefined)(`LibreOffice (skipped where ${why})`, () => {
  it('[SL18] shows what is in a document, its own pictures too', async () => {
    const shown = await show('a.odt', illustrated(picture('png')));
    expect(shown).toMatchObject({ text: expect.stringContaining('Hello'), pictures: 1 });
  });

  it.each(kinds)('[SL18] fetches nothing from the network for a document that links to it (%s)', async (kind) => {
    const shown = await show(`a.${kind === 'fields' ? 'odt' : kind}`, linking(`${site}/x`)[kind]);
    expect(shown).toMatchObject({ text: expect.stringContaining('Hello') });
    expect(asked).toEqual([]);
  });

  it.each(kinds)('[SL18] puts no file of this machine into a document that links to it (%s)', async (kind) => {
    // Without a whole shield, documents are converted only if the operator allows it.
    if (!isShut) return;
    const name = `a.${kind === 'fields' ? 'odt' : kind}`;
    const nothing = await show(name, linking(`file://${folder}/missing`)[kind]);
    const paths = kind === 'docx' ? [`../../../../../../../../../..${folder}/secret`] : [];
    for (const target of [`file://${folder}/secret`, ...paths]) {
      const shown = await show(name, linking(target)[kind]);
      expect(shown).toEqual(nothing);
      expect(shown).toMatchObject({ text: expect.stringContaining('Hello') });
      expect(JSON.stringify(shown)).not.toContain('SECRET');
    }
  });

  it('[SL18] does not guess from the content of a text: a text stays a text', async () => {
    const page = `<html><body><img src="${site}/html.png"><iframe src="file://${folder}/secret.txt"></iframe></body></html>`;
    expect(await show('a.txt', Buffer.from(page))).toMatchObject({ text: expect.stringContaining('<img') });
    expect(await show('a.txt', flatOdt('<text:p>x</text:p>'))).toMatchObject({
      text: expect.stringContaining('office:document'),
    });
    expect(asked).toEqual([]);
  });

  it('[SL18] runs no macro, also not on opening', async () => {
    const trace = join(folder, 'work', 'ran');
    expect(await show('a.odt', macroDocument(trace))).toMatchObject({ text: expect.stringContaining('Hello') });
    await expect(readFile(trace)).rejects.toThrow('ENOENT');
  });

  it('[SL18] reads no external entity', async () => {
    const prologue = `<!DOCTYPE x [<!ENTITY s SYSTEM "file://${folder}/secret.txt"><!ENTITY h SYSTEM "${site}/xxe">]>`;
    const shown = await show('a.odt', odf({ kind: 'odt', prologue, body: '<text:p>Hello &s; &h;</text:p>' }));
    expect(JSON.stringify(shown)).not.toContain('SECRET');
    expect(asked).toEqual([]);
  });

  it.each(bombs)('[SL18] gives up $what', async ({ name, bytes, reasons }) => {
    expect(reasons).toContain(await show(name, bytes()));
  });

  it.runIf(isLong).each(slowBombs)('[SL18] gives up $what', async ({ name, bytes, reasons }) => {
    expect(reasons).toContain(await show(name, bytes()));
  });
});
