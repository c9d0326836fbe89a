import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pdfWith } from '../../test/badFiles.ts';
import { convert } from '../../test/converting.ts';
import { heavyPdfs, slowPdf } from '../../test/heavyPdfs.ts';
import { isLong } from '../../test/long.ts';
import { Converter } from './Converter.ts';

// Conversions have the lowest priority, so they are slow on a busy machine.
vi.setConfig({ testTimeout: 150_000 });

let folder: string;
let converter: Converter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-heavy-'));
  converter = await Converter.create({ folder: join(folder, 'work'), office: undefined });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Returns the number of pages, or the reason of a refusal. */
function pagesOf(bytes: Buffer): Promise<unknown> {
  return convert(converter, { name: 'a.pdf', bytes }, (_pdf, pages) => Promise.resolve(pages));
}

describe('[SL17] a PDF that is too much for browsers is refused', () => {
  it.each(heavyPdfs)('[SL17] $what', async ({ bytes }) => {
    expect(await pagesOf(bytes())).toBe('heavy');
  });

  it.runIf(isLong)(`[SL17] ${slowPdf.what}`, async () => {
    expect(await pagesOf(slowPdf.bytes())).toBe('heavy');
  });

  it('[SL17] a long honest PDF is accepted', async () => {
    const line = `(${'An honest line of a long report. '.repeat(3)}) Tj T*\n`;
    const path = `0 0 m\n${'9 9 l\n'.repeat(50_000)}S\n`;
    const content = Buffer.from(`BT /F 9 Tf 9 TL 20 500 Td ${line.repeat(300)} ET\n${path}`);
    const packed = Buffer.concat([
      Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]);
    expect(await pagesOf(pdfWith({ count: 30, content: packed }))).toBe(30);
  });
});
