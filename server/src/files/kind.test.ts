import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { odf, zipOf } from '../../test/officeFiles.ts';
import { isSafeImage, kindOf } from './kind.ts';

const canvas = createCanvas(30, 20);

describe('kindOf', () => {
  it.each([
    ['image/png', canvas.toBuffer('image/png')],
    ['image/jpeg', canvas.toBuffer('image/jpeg')],
    ['image/webp', canvas.toBuffer('image/webp')],
    ['image/avif', canvas.toBuffer('image/avif')],
  ])('knows %s and its size by its content', async (type, bytes) => {
    expect(await kindOf(bytes)).toEqual({ type, isText: false, image: { width: 30, height: 20 } });
    expect(isSafeImage(type)).toBe(true);
  });

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>'],
    ['an SVG after a prologue', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['text', 'minutes of the meeting'],
    ['nothing', ''],
    ['an image that ends too soon', canvas.toBuffer('image/png').subarray(0, 12)],
    ['an image without a size', Buffer.concat([canvas.toBuffer('image/png').subarray(0, 16), Buffer.alloc(200)])],
  ])('finds no image in %s', async (_title, bytes) => {
    expect(await kindOf(Buffer.from(bytes))).not.toHaveProperty('image');
  });

  it.each([
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf'],
    ['a PDF that begins after other text', `${'x'.repeat(900)}\n%PDF-1.7\n`, 'application/pdf'],
    ['text that names a PDF far behind its start', `${'x'.repeat(1_100)}\n%PDF-1.7\n`, undefined],
    ['a text', 'minutes of the meeting', undefined],
    ['a Word document of the old format', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'application/x-cfb'],
    ['rich text', '{\\rtf1 hello', 'application/rtf'],
    ['an archive', 'PK\u0003\u0004abcdef', 'application/zip'],
    ['nothing', '', undefined],
  ])('tells the type of %s', async (_title, content, type) => {
    expect((await kindOf(Buffer.from(content, 'latin1'))).type).toBe(type);
  });

  it('tells the type of an office document from the entries of its archive', async () => {
    const text = odf({ kind: 'odt', body: '<text:p>Hello</text:p>' });
    expect((await kindOf(text)).type).toBe('application/vnd.oasis.opendocument.text');
    const unknown = zipOf({ 'a.bin': 'a', 'b.bin': 'b' });
    expect((await kindOf(unknown)).type).toBe('application/zip');
  });

  it.each([
    ['text', 'minutes of the meeting', true],
    ['a page', '<!doctype html><script>alert(1)</script>', true],
    ['text in UTF-16', 'm\u0000i\u0000n\u0000', false],
    ['nothing', '', false],
  ])('tells whether %s is text', async (_title, content, isText) => {
    expect((await kindOf(Buffer.from(content))).isText).toBe(isText);
  });

  it('lets browsers show raster images only', () => {
    for (const type of ['application/pdf', 'image/svg+xml', 'text/html', undefined]) {
      expect(isSafeImage(type)).toBe(false);
    }
  });
});
