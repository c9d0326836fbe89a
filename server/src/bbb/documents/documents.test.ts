import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBase64 } from './base64.ts';
import { documentName, nameInUrl } from './naming.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-base64-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function decode(pieces: readonly (string | Buffer)[], most = 10_000_000): Promise<Buffer> {
  const path = join(folder, String((files += 1)));
  await writeBase64(
    pieces.map((piece) => Buffer.from(piece)),
    path,
    most,
  );
  return readFile(path);
}

describe('base64 in a body', () => {
  const bytes = Buffer.from(Array.from({ length: 2_500_001 }, (_, n) => (n * 7_919) % 256));
  const text = bytes.toString('base64');

  it('is decoded in any pieces, with line breaks, also as references, and without padding', async () => {
    const lines = text.match(/.{1,76}/g) ?? [];
    const forms = [
      [text],
      [lines.join('\r\n')],
      [lines.join('&#13;\n')],
      [lines.join('&#xA;')],
      [text.replace(/=+$/, '')],
      [text.slice(0, 5), text.slice(5, 1_000_003), text.slice(1_000_003)],
      [`  ${text}\n`],
      [bytes.toString('base64url')],
    ];
    for (const form of forms) expect((await decode(form)).equals(bytes)).toBe(true);
  });

  it.each([
    ['no base64', ['%%%%']],
    ['one letter left', ['QUJDR']],
    ['padding in the middle', ['QUI=QUJD']],
    ['padding alone', ['QUJD', '=']],
    ['too much padding', ['QQ===']],
    ['an entity', ['QUJD&lt;']],
    ['a NUL', ['QU\u0000JD']],
  ])('is refused: %s', async (_what, pieces) => {
    await expect(decode(pieces)).rejects.toMatchObject({ reason: 'broken' });
  });

  it('is refused when it is empty or too large', async () => {
    await expect(decode([])).rejects.toMatchObject({ reason: 'empty' });
    await expect(decode(['\n \n'])).rejects.toMatchObject({ reason: 'empty' });
    await expect(decode([text], bytes.length - 1)).rejects.toMatchObject({ reason: 'bytes' });
    expect(await decode([text], bytes.length)).toHaveLength(bytes.length);
  });
});

it('a document has the first name that is given, with an ending that a later one has', () => {
  expect(documentName(['Plan', '', 's.pptx'])).toBe('Plan.pptx');
  expect(documentName(['Plan.odp', 'x.pdf'])).toBe('Plan.odp');
  expect(documentName(['Version 1.2', 's.PPTX'])).toBe('Version 1.2.PPTX');
  expect(documentName(['', ''])).toBe('');
  expect(nameInUrl('https://a.test/files/Pl%C3%A4ne.pdf?x=1')).toBe('Pläne.pdf');
  expect(nameInUrl('https://a.test/100%')).toBe('100%');
  expect([nameInUrl('https://a.test/'), nameInUrl('no address')]).toEqual(['', '']);
});
