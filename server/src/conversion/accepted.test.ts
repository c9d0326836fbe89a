import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { docx, odf } from '../../test/officeFiles.ts';
import { accepted, acceptedFile } from './accepted.ts';

const canvas = createCanvas(30, 20);
const pdf = Buffer.from('%PDF-1.7\n');
const png = canvas.toBuffer('image/png');
const oldOffice = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const richText = Buffer.from('{\\rtf1 Hello}');
const archive = Buffer.from('PK\u0003\u0004abcdef');
const odt = odf({ kind: 'odt', body: '<text:p>Hello</text:p>' });
const odp = odf({ kind: 'odp', body: '' });
const ods = odf({ kind: 'ods', body: '' });

const office = (extension: string) => ({ kind: 'office', extension });

it.each([
  ['a PDF', 'a.pdf', pdf, { kind: 'pdf' }],
  ['a PNG', 'a.png', png, { kind: 'picture' }],
  ['a JPEG', 'a.jpg', canvas.toBuffer('image/jpeg'), { kind: 'picture' }],
  ['a WebP', 'a.webp', canvas.toBuffer('image/webp'), { kind: 'picture' }],
  ['an AVIF', 'a.avif', canvas.toBuffer('image/avif'), { kind: 'picture' }],
  ['a GIF', 'a.gif', Buffer.from('GIF89a'), { kind: 'picture' }],
  ['a text document', 'a.odt', odt, office('odt')],
  ['a presentation', 'a.odp', odp, office('odp')],
  ['a spreadsheet', 'a.ods', ods, office('ods')],
  ['a Word document', 'a.docx', docx({ body: '<w:p/>' }), office('docx')],
  ['an old Word document', 'a.doc', oldOffice, office('doc')],
  ['an old workbook', 'a.xls', oldOffice, office('xls')],
  ['an old presentation', 'a.ppt', oldOffice, office('ppt')],
  ['rich text', 'a.rtf', richText, office('rtf')],
  ['rich text from Word', 'a.doc', richText, office('doc')],
  ['plain text', 'a.TXT', Buffer.from('minutes'), office('txt')],
  ['an archive that only its name calls a document', 'a.xlsx', archive, office('xlsx')],
])('[SL11] accepts %s', async (_what, name, bytes, expected) => {
  expect(await accepted(bytes, name)).toEqual(expected);
});

it.each([
  ['a PDF called a picture', 'a.png', pdf, { kind: 'pdf' }],
  ['a PDF called a document', 'a.docx', pdf, { kind: 'pdf' }],
  ['a picture called a PDF', 'a.pdf', png, { kind: 'picture' }],
  ['a picture without an ending', 'a', png, { kind: 'picture' }],
  ['a text document called a presentation', 'a.pptx', odt, office('odt')],
  ['a program text called a text', 'a.txt', Buffer.from('<?xml version="1.0"?><svg/>'), office('txt')],
])('[SL11] believes the content of %s, not its name', async (_what, name, bytes, expected) => {
  expect(await accepted(bytes, name)).toEqual(expected);
});

it.each([
  ['a text called a picture', 'a.png', Buffer.from('minutes')],
  ['a text called a document', 'a.docx', Buffer.from('minutes')],
  ['a document called a picture', 'a.png', odt],
  ['an old document called a new one', 'a.docx', oldOffice],
  ['a new document called an old one', 'a.doc', odt],
  ['an archive called a text', 'a.txt', Buffer.concat([archive, Buffer.alloc(4)])],
  ['an archive', 'a.zip', archive],
  ['a page', 'a.html', Buffer.from('<!doctype html>')],
  ['text in UTF-16', 'a.txt', Buffer.from('minutes', 'utf16le')],
  ['an empty file', 'a.txt', Buffer.alloc(0)],
])('[SL11] does not accept %s', async (_what, name, bytes) => {
  expect(await accepted(bytes, name)).toBeUndefined();
});

it('[SL11] reads the beginning of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plenum-accepted-'));
  try {
    const path = join(folder, 'sent');
    await writeFile(path, Buffer.concat([png, Buffer.alloc(10_000)]));
    expect(await acceptedFile(path, 'a.png')).toEqual({ kind: 'picture' });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
