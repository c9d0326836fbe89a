import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { picture } from '../../test/badFiles.ts';
import { convert, shownBy } from '../../test/converting.ts';
import { illustrated, linking, macroDocument } from '../../test/officeTraps.ts';
import { depth } from '../../test/long.ts';
import { findShield } from './shielded.ts';
import { Converter } from './Converter.ts';
import { findOffice } from './office.ts';

// Conversions have the lowest priority, so they are slow on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

const program = findOffice();
const kinds = ['odt', 'docx', 'odp', 'ods', 'rtf'] as const;
let folder: string;
let server: Server;
let site: string;
const asked: string[] = [];
const path = process.env['PATH'] ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-unshielded-'));
  // Imitates a system without namespaces for processes.
  await writeFile(join(folder, 'unshare'), '#!/bin/sh\nexit 1\n');
  await chmod(join(folder, 'unshare'), 0o755);
  process.env['PATH'] = `${folder}:${path}`;
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end(picture('png', 40, 40));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  process.env['PATH'] = path;
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(unshielded: boolean): Promise<Converter> {
  return Converter.create({ folder: join(folder, `work-${unshielded}`), unshielded });
}

describe('on a system without a shield', () => {
  it('[SL18] office documents are refused', async () => {
    expect(await findShield()).toBe('none');
    const document = { name: 'a.odt', bytes: illustrated(picture('png')) };
    expect(await convert(await start(false), document, shownBy)).toBe('office');
  });
});

describe.skipIf(program === undefined)('where an operator allows LibreOffice without a shield', () => {
  it.each(depth(kinds.slice(0, 2), [...kinds]))('[SL18] its settings keep it from the network (%s)', async (kind) => {
    const document = { name: `a.${kind}`, bytes: linking(`${site}/x`)[kind] };
    expect(await convert(await start(true), document, shownBy)).toMatchObject({
      text: expect.stringContaining('Hello'),
    });
    expect(asked).toEqual([]);
  });

  it('[SL18] its settings let no macro run', async () => {
    const trace = join(folder, 'ran');
    const document = { name: 'a.odt', bytes: macroDocument(trace) };
    expect(await convert(await start(true), document, shownBy)).toMatchObject({ pages: 1 });
    await expect(readFile(trace)).rejects.toThrow('ENOENT');
  });
});
