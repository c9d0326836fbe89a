import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCutOff } from '@plenum/shared/core/cutOff';
import { describe, expect, it } from 'vitest';
import { picture } from './badFiles.ts';

const photo = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../../shared/src/testing/cases/cut-in-the-middle.jpg')),
);

/** A GIF of one pixel; without its last byte, as some programs write it. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64');

/** The bytes in a buffer of their own, as a browser gives them. */
const bytesOf = (part: Uint8Array) => Uint8Array.from(part);

const kinds = [
  ['PNG', picture('png')],
  ['JPEG', picture('jpeg')],
  ['WebP', picture('webp')],
  ['AVIF', picture('avif')],
  ['GIF', gif],
] as const;

describe('a picture that is cut off', () => {
  it('is the photograph of the case', () => {
    expect(isCutOff(photo)).toBe(true);
    // With the mark of the end it is whole: the pixels themselves are not looked at.
    expect(isCutOff(Uint8Array.from([...photo, 0xff, 0xd9]))).toBe(false);
  });

  it.each(kinds)('is a %s without its second half, wherever it ends', (_kind, whole) => {
    for (const share of [0.35, 0.5, 0.8, 0.97]) {
      expect(isCutOff(bytesOf(whole.subarray(0, Math.floor(whole.length * share))))).toBe(true);
    }
  });

  it('is not fooled by the small picture in the notes of a camera, which is whole', () => {
    const small = picture('jpeg', 16, 16);
    const notes = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
    notes.writeUInt16BE(small.length + 2, 4);
    const jpeg = Buffer.concat([notes, small, picture('jpeg').subarray(2)]);
    expect(isCutOff(bytesOf(jpeg))).toBe(false);
    expect(isCutOff(bytesOf(jpeg.subarray(0, jpeg.length - 50)))).toBe(true);
  });
});

describe('a picture that is whole', () => {
  it.each(kinds)('is a %s, also with something behind it', (_kind, whole) => {
    expect(isCutOff(bytesOf(whole))).toBe(false);
    expect(isCutOff(bytesOf(Buffer.concat([whole, Buffer.from([0, 0, 0, 0])])))).toBe(false);
  });

  it('is a GIF without its last byte', () => {
    expect(isCutOff(bytesOf(gif.subarray(0, -1)))).toBe(false);
  });

  it.each(['', 'a', 'minutes of the meeting', '%PDF-1.7', '\u0089', 'GIF', 'RIFF....WAVE', '....ftypisom'])(
    'is nothing that is said of %j',
    (text) => {
      expect(isCutOff(bytesOf(Buffer.from(text, 'latin1')))).toBe(false);
    },
  );
});
