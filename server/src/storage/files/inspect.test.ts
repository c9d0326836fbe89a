import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { inspect, isSafeImage } from './inspect.ts';

const canvas = createCanvas(30, 20);

describe('inspect', () => {
  it.each([
    ['image/png', canvas.toBuffer('image/png')],
    ['image/jpeg', canvas.toBuffer('image/jpeg')],
    ['image/webp', canvas.toBuffer('image/webp')],
    ['image/avif', canvas.toBuffer('image/avif')],
  ])('finds the type %s and the size by the content', async (type, bytes) => {
    expect(await inspect(bytes)).toEqual({ type, image: { width: 30, height: 20 } });
    expect(isSafeImage(type)).toBe(true);
  });

  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>'],
    [
      'the same after a prologue',
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
    ['text', 'minutes of the meeting'],
    ['nothing', ''],
    ['an image that ends too soon', canvas.toBuffer('image/png').subarray(0, 12)],
    ['an image without a size', Buffer.concat([canvas.toBuffer('image/png').subarray(0, 16), Buffer.alloc(200)])],
  ])('does not take %s for an image', async (_title, bytes) => {
    expect(await inspect(Buffer.from(bytes))).not.toHaveProperty('image');
  });

  it('distinguishes a document and a program from an image', async () => {
    expect(await inspect(Buffer.from('%PDF-1.7\n%âãÏÓ\n'))).toEqual({ type: 'application/pdf' });
    expect(isSafeImage('application/pdf')).toBe(false);
    expect(isSafeImage('image/svg+xml')).toBe(false);
    expect(isSafeImage(undefined)).toBe(false);
  });
});
