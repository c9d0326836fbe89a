import { deflateSync } from 'node:zlib';
import { pdfOf, pdfWith, stream } from './badFiles.ts';

/** A compressed stream with this content. */
function packed(content: string | Buffer, dictionary = ''): Buffer {
  return stream(`/Filter /FlateDecode ${dictionary}`, deflateSync(content, { level: 9 }));
}

function pageOf(content: string | Buffer, count = 1): Buffer {
  return pdfWith({ count, content: packed(content) });
}

/** A page with these resources and annotations; further objects begin at number 6. */
function pageWith(
  content: string | Buffer,
  resources: string,
  objects: readonly (string | Buffer)[],
  more = '',
): Buffer {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [5 0 R] >>',
    packed(content),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> ${resources} >> ${more} >>`,
    ...objects,
  ]);
}

const form = '/Type /XObject /Subtype /Form /BBox [0 0 960 540]';

/** Forms that each paint the next one twice. */
function nested(depth: number): Buffer {
  const forms = Array.from({ length: depth }, (_, index) => {
    const isLast = index === depth - 1;
    const next = isLast ? '' : `/Resources << /XObject << /X ${index + 7} 0 R >> >>`;
    return packed(isLast ? '0 0 9 9 re f' : '/X Do /X Do', `${form} ${next}`);
  });
  return pageWith('/X Do', '/XObject << /X 6 0 R >>', forms);
}

/** Nested transparent groups. */
function groups(depth: number): Buffer {
  const forms = Array.from({ length: depth }, (_, index) => {
    const isLast = index === depth - 1;
    const next = isLast ? '' : `/Resources << /XObject << /X ${index + 7} 0 R >> >>`;
    return packed(isLast ? '0 0 9 9 re f' : '/X Do', `${form} /Group << /S /Transparency /I true >> ${next}`);
  });
  return pageWith('/X Do', '/XObject << /X 6 0 R >>', forms);
}

const picture = () =>
  packed(
    Buffer.alloc(64 * 64),
    '/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8',
  );

/** A font whose one letter has so many operators. */
function drawnFont(operators: number): readonly (string | Buffer)[] {
  return [
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.1 0 0 0.1 0 0] /CharProcs << /x 7 0 R >> /Encoding << /Type /Encoding /Differences [120 /x] >> /FirstChar 120 /LastChar 120 /Widths [10] /Resources << >> >>',
    packed(`10 0 d0\n${'0 0 1 1 re f\n'.repeat(operators)}`),
  ];
}

function lettersThatDrawLetters(letters: number): Buffer {
  const words = '0078'.repeat(100);
  const map = `/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <78> <${words}> endbfchar endcmap end`;
  return pageWith(
    Array.from({ length: letters / 100 }, () => `BT /G 1 Tf 5 5 Td (${'x'.repeat(100)}) Tj ET`).join('\n'),
    '/Font << /G 6 0 R >>',
    ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>', packed(map)],
  );
}

/** PDFs that are small on disk and costly to show. */
export const heavyPdfs: readonly { readonly what: string; readonly bytes: () => Buffer }[] = [
  {
    what: '18 MB of text beside the page',
    bytes: () =>
      pageOf(
        Buffer.concat([Buffer.from('BT /F 24 Tf 5000 400 Td ('), Buffer.alloc(18e6, 'x'), Buffer.from(') Tj ET')]),
      ),
  },
  {
    what: 'text beside the page, in many pieces',
    bytes: () =>
      pageOf(
        `BT /F 24 Tf 5000 400 Td ${'(xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) Tj\n'.repeat(12_000)} ET`,
      ),
  },
  {
    what: 'more text than any book',
    bytes: () => pageOf(`BT /F 9 Tf 5 400 Td ${`(${'y'.repeat(200)}) Tj\n`.repeat(1_000)} ET`, 12),
  },
  { what: 'letters that each say a hundred', bytes: () => lettersThatDrawLetters(8_000) },
  { what: 'a million operators', bytes: () => pageOf('0 0 m 1 1 l S\n0.5 g\n'.repeat(500_000)) },
  { what: 'one path of five million numbers', bytes: () => pageOf(`0 0 m\n${'1 1 l\n'.repeat(2_500_000)}S`) },
  {
    what: 'ten thousand pictures',
    bytes: () => pageWith('/P Do\n'.repeat(10_000), '/XObject << /P 6 0 R >>', [picture()]),
  },
  { what: 'brackets within brackets, more than the stack holds', bytes: () => pageOf('['.repeat(1_000_000)) },
  { what: 'transparent groups, one in the other', bytes: () => groups(60) },
  {
    what: 'letters that are drawn by a thousand operators',
    bytes: () => pageWith(`BT /T 9 Tf 9 9 Td (${'x'.repeat(1_000)}) Tj ET`, '/Font << /T 6 0 R >>', drawnFont(1_000)),
  },
  {
    what: 'five thousand notes',
    bytes: () =>
      pageWith(
        '',
        '',
        [],
        `/Annots [${'<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>'.repeat(5_000)}]`,
      ),
  },
];

/** Refused only when the bound of CPU time is met. */
export const slowPdf = { what: 'forms within forms, a billion in all', bytes: () => nested(30) };
