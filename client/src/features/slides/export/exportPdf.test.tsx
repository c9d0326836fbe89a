import { decodePDFRawStream, degrees, PDFDocument, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib';
import type { Presentation } from '@plenum/shared/features/slides/contract';
import { describe, expect, it } from 'vitest';
import type { Print } from '../../../app/prints.ts';
import { exportPdf } from './exportPdf.ts';
import { intoBox, type Matrix, toPoints, turnOf } from './matrix.ts';
import { stepsOf } from './path.ts';

const at = ([a, b, c, d, e, f]: Matrix, x: number, y: number) =>
  [a * x + c * y + e, b * x + d * y + f].map((value) => Math.round(value * 10) / 10 + 0);

describe('page units in a PDF', () => {
  const sheet = { x: 10, y: 20, width: 600, height: 300 };

  // Corners as displayed: top left, top right, bottom left.
  it.each([
    [
      0,
      600,
      300,
      [
        [10, 320],
        [610, 320],
        [10, 20],
      ],
    ],
    [
      90,
      300,
      600,
      [
        [10, 20],
        [10, 320],
        [610, 20],
      ],
    ],
    [
      180,
      600,
      300,
      [
        [610, 20],
        [10, 20],
        [610, 320],
      ],
    ],
    [
      270,
      300,
      600,
      [
        [610, 320],
        [610, 20],
        [10, 320],
      ],
    ],
  ] as const)('turned by %i degrees, corners are where one sees them', (turned, wide, high, corners) => {
    const matrix = toPoints({ ...sheet, turned }, 1920);
    const low = (1920 * high) / wide;
    expect([at(matrix, 0, 0), at(matrix, 1920, 0), at(matrix, 0, low)]).toEqual(corners);
  });

  it('know four turns, whatever the file says', () => {
    expect([0, 90, -90, 450, 720, 181].map(turnOf)).toEqual([0, 90, 270, 90, 0, 180]);
  });

  it('of a box are turned round its middle', () => {
    const box = { x: 100, y: 200, width: 40, height: 20 };
    expect(at(intoBox(box, 0), 0, 0)).toEqual([100, 200]);
    for (const angle of [0, 33, 90, 180]) expect(at(intoBox(box, angle), 20, 10)).toEqual([120, 210]);
    expect(at(intoBox(box, 90), 0, 0)).toEqual([130, 190]);
  });
});

describe('path data', () => {
  it('becomes steps, its quadratic curves cubic ones', () => {
    expect(stepsOf('M0 0L10-5Q30 0 30 30C1 2 3 4 5 6Z')).toEqual([
      { kind: 'move', to: [0, 0] },
      { kind: 'line', to: [10, -5] },
      { kind: 'curve', points: [10 + 40 / 3, -5 + 10 / 3, 30, 10, 30, 30] },
      { kind: 'curve', points: [1, 2, 3, 4, 5, 6] },
      { kind: 'close' },
    ]);
    expect(stepsOf('M1e-7 .5L')).toEqual([{ kind: 'move', to: [1e-7, 0.5] }]);
    expect(stepsOf('')).toEqual([]);
  });
});

/** A PNG of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPQ7y0AAAIbAS2HBApjAAAAAElFTkSuQmCC';

describe('a presentation with drawings', () => {
  const prints: readonly Print[] = [
    {
      box: { x: 96, y: 54, width: 192, height: 108 },
      angle: 0,
      parts: [
        { kind: 'fill', d: 'M0 0L192 0L192 108Z', colour: '#ff0000', opacity: 0.35 },
        { kind: 'stroke', d: 'M0 0L192 108', colour: '#0000ff', width: 4, dash: [12, 10] },
        {
          kind: 'text',
          lines: [
            { text: 'Solar: 96,000 €', direction: 'ltr', x: 0, y: 40 },
            { text: 'крыша 🏠', direction: 'ltr', x: 0, y: 80 },
          ],
          size: 30,
          colour: '#1f2a2e',
        },
      ],
    },
  ];

  async function uploaded(): Promise<Uint8Array> {
    const document = await PDFDocument.create();
    const font = await document.embedFont(StandardFonts.Helvetica);
    document.addPage([960, 540]).drawText('as it was', { font });
    document.addPage([540, 960]).setRotation(degrees(90));
    return document.save();
  }

  const presentation: Presentation = {
    id: 'deck',
    name: 'Roof report',
    kind: 'pdf',
    pages: [
      { id: 'deck.1', width: 1920, height: 1080 },
      { id: 'deck.2', width: 1920, height: 1080 },
      { id: 'deck.3', width: 1920, height: 1440, blank: true },
    ],
  };

  /** The drawing operators of a page, uncompressed. */
  function contentOf(document: PDFDocument, index: number): string {
    const contents = document.getPage(index).node.normalizedEntries().Contents?.asArray() ?? [];
    return contents
      .map((ref) => document.context.lookup(ref))
      .map((stream) =>
        stream instanceof PDFRawStream ? new TextDecoder('latin1').decode(decodePDFRawStream(stream).decode()) : '',
      )
      .join('\n');
  }

  it('keeps the pages, has those that were added, and draws as paths where one sees them', async () => {
    const bytes = await exportPdf({
      presentation,
      file: await uploaded(),
      pictureOf: async () => new Uint8Array(),
      printsOf: (page) => (page.id === 'deck.2' ? [] : prints),
      bytesOf: async () => undefined,
    });
    const made = await PDFDocument.load(bytes);
    expect(made.getTitle()).toBe('Roof report');
    expect(made.getPages().map((page) => Object.values(page.getSize()))).toEqual([
      [960, 540],
      [540, 960],
      [960, 720],
    ]);
    const first = contentOf(made, 0);
    expect(first).toContain('0.5 0 0 -0.5 0 540 cm');
    expect(first).toMatch(/1 0 0 rg\s+0 0 m\s+192 0 l\s+192 108 l\s+h\s+f/);
    expect(first).toMatch(/\[\s*12 10\s*\] 0 d/);
    // Letters stay text; a letter outside the PDF fonts would become a picture, which this DOM cannot paint.
    expect(first.match(/ Tj/g)).toHaveLength(2);
    expect(contentOf(made, 1)).not.toContain(' cm');
    expect(contentOf(made, 2)).toContain('0.5 0 0 -0.5 0 720 cm');
  });

  it('has the pictures on its pages, each file once, and is saved without those that cannot be had', async () => {
    const box = { x: 96, y: 54, width: 192, height: 108 };
    const shown = (file: string): Print => ({
      box,
      angle: 0,
      parts: [{ kind: 'picture', file, width: box.width, height: box.height }],
    });
    const asked: string[] = [];
    const bytes = await exportPdf({
      presentation: {
        ...presentation,
        kind: 'blank',
        pages: presentation.pages.map((page) => ({ ...page, blank: true })),
      },
      file: undefined,
      pictureOf: async () => new Uint8Array(),
      printsOf: () => [shown('roof'), shown('gone')],
      async bytesOf(file) {
        asked.push(file);
        return file === 'roof' ? new Uint8Array(Buffer.from(pixel, 'base64')) : undefined;
      },
    });
    const made = await PDFDocument.load(bytes);
    expect(asked).toEqual(['roof', 'gone']);
    for (const index of [0, 1, 2]) {
      expect(contentOf(made, index)).toMatch(/192 0 0 -108 0 108 cm\s+\/Picture\S* Do/);
      expect(contentOf(made, index).match(/ Do/g)).toHaveLength(1);
    }
    const images = made.context.enumerateIndirectObjects().filter(([, object]) => String(object).includes('/Image'));
    expect(images).toHaveLength(1);
  });

  it('has only those pages of the file that it has itself', async () => {
    const alone: Presentation = { ...presentation, pages: presentation.pages.slice(1, 2) };
    const bytes = await exportPdf({
      presentation: alone,
      file: await uploaded(),
      pictureOf: async () => new Uint8Array(),
      printsOf: () => prints,
      bytesOf: async () => undefined,
    });
    const made = await PDFDocument.load(bytes);
    expect(made.getPages().map((page) => Object.values(page.getSize()))).toEqual([[540, 960]]);
    expect(contentOf(made, 0)).toContain(' cm');
  });
});
