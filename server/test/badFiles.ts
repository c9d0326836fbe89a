import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';

/** A PDF of these objects (from number 1; the first is the catalogue), with the table of their positions. */
export function pdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [index, object] of objects.entries()) {
    places.push(length);
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  }
  const start = length;
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`));
  add(Buffer.from(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export function stream(dictionary: string, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);
}

interface Sheet {
  readonly count: number;
  /** The box of each page, in points. */
  readonly box?: string;
  readonly content?: Buffer;
}

/** A PDF of `count` pages that share one content; valid by default. */
export function pdfWith({ count, box = '0 0 960 540', content = textContent('Hello') }: Sheet, trailer = ''): Buffer {
  const kids = Array.from({ length: count }, (_, index) => `${index + 5} 0 R`).join(' ');
  const page = `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>`;
  return pdfOf(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`,
      content,
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      ...Array.from({ length: count }, () => page),
    ],
    trailer,
  );
}

function textContent(text: string): Buffer {
  return stream('', Buffer.from(`BT /F 24 Tf 50 400 Td (${text}) Tj ET`));
}

/** A small file that unpacks to so many megabytes of operators. */
function bomb(megabytes: number): Buffer {
  const line = Buffer.from('BT /F 24 Tf 50 400 Td (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx) Tj ET\n');
  const plain = Buffer.alloc(megabytes * 1024 ** 2, line);
  return stream('/Filter /FlateDecode', deflateSync(plain, { level: 9 }));
}

/** A PNG that has only a header, with this size. */
export function lyingPng(width: number, height: number): Buffer {
  const honest = picture('png');
  honest.writeUInt32BE(width, 16);
  honest.writeUInt32BE(height, 20);
  return honest;
}

export function picture(type: 'png' | 'jpeg' | 'webp' | 'avif', width = 320, height = 180): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#2f8d70';
  context.fillRect(0, 0, width / 2, height);
  if (type === 'png') return canvas.toBuffer('image/png');
  return type === 'avif' ? canvas.toBuffer('image/avif') : canvas.encodeSync(type, 80);
}

/** A PDF of one page whose catalogue has these entries too. */
function sheetWith(entries: string, ...objects: readonly (string | Buffer)[]): Buffer {
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${entries} >>`,
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] >>',
    '<< /T (field) /FT /Tx >>',
    ...objects,
  ]);
}

/** A dynamic XFA form: the page says that one needs another program. */
function adobeForm(fields: string): Buffer {
  const form = Buffer.from('<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"></xdp:xdp>');
  return sheetWith(`/NeedsRendering true /AcroForm << ${fields} /XFA 5 0 R >>`, stream('', form));
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

/** Files that are refused: a description, the name, the bytes, and the reason of the refusal. */
export const badFiles: readonly {
  readonly what: string;
  readonly name: string;
  readonly bytes: () => Buffer;
  readonly reason: string;
}[] = [
  {
    what: 'a PDF that is cut off',
    name: 'a.pdf',
    bytes: () => pdfWith({ count: 3 }).subarray(0, 180),
    reason: 'broken',
  },
  { what: 'a PDF of its first line only', name: 'a.pdf', bytes: () => Buffer.from('%PDF-1.7\n'), reason: 'broken' },
  {
    what: 'a PDF with a password',
    name: 'a.pdf',
    bytes: () => {
      const key = 'a'.repeat(64);
      const encrypt = `/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <${key}> /U <${key}> >> /ID [<00> <00>]`;
      return pdfWith({ count: 1 }, encrypt);
    },
    reason: 'locked',
  },
  {
    what: 'a PDF that only Adobe’s programs can fill in and paint',
    name: 'a.pdf',
    bytes: () => adobeForm('/Fields []'),
    reason: 'form',
  },
  {
    what: 'a PDF that only Adobe’s programs can paint, which also has fields',
    name: 'a.pdf',
    bytes: () => adobeForm('/Fields [4 0 R]'),
    reason: 'form',
  },
  {
    what: 'a PDF that is a case of other files',
    name: 'a.pdf',
    bytes: () => sheetWith('/Collection << /View /D >>'),
    reason: 'portfolio',
  },
  {
    what: 'a PDF under rights management',
    name: 'a.pdf',
    bytes: () => pdfWith({ count: 1 }, '/Encrypt << /Filter /Adobe.APS /V 2 /Length 128 >> /ID [<00> <00>]'),
    reason: 'locked',
  },
  { what: 'a PDF of 10,000 pages', name: 'a.pdf', bytes: () => pdfWith({ count: 10_000 }), reason: 'pages' },
  {
    what: 'a PDF that unpacks to many megabytes of text',
    name: 'a.pdf',
    bytes: () => pdfWith({ count: 1, content: bomb(100) }),
    reason: 'heavy',
  },
  {
    what: 'a PDF with a very long and narrow page',
    name: 'a.pdf',
    bytes: () => pdfWith({ count: 1, box: '0 0 10 14000' }),
    reason: 'size',
  },
  { what: 'a picture of 50,000 pixels', name: 'a.png', bytes: () => lyingPng(50_000, 50_000), reason: 'size' },
  {
    what: 'a picture with a wrong size in its header',
    name: 'a.png',
    bytes: () => lyingPng(4_000, 4_000),
    reason: 'broken',
  },
  {
    what: 'a picture that is cut off after its header',
    name: 'a.jpg',
    bytes: () => picture('jpeg').subarray(0, 40),
    reason: 'broken',
  },
  { what: 'a very long and narrow picture', name: 'a.png', bytes: () => picture('png', 4_000, 10), reason: 'size' },
  { what: 'an SVG with a script', name: 'a.png', bytes: () => Buffer.from(svg), reason: 'kind' },
  {
    what: 'an HTML page with a script',
    name: 'a.html',
    bytes: () => Buffer.from('<!doctype html><script>1</script>'),
    reason: 'kind',
  },
  { what: 'a program', name: 'a.pdf', bytes: () => Buffer.from('\u007fELF\u0002\u0001'), reason: 'kind' },
  {
    what: 'an archive named as a picture',
    name: 'a.png',
    bytes: () => Buffer.from('PK\u0003\u0004abcdef'),
    reason: 'kind',
  },
  { what: 'an archive', name: 'a.zip', bytes: () => Buffer.from('PK\u0003\u0004abcdef'), reason: 'kind' },
  { what: 'bytes', name: 'a.bin', bytes: () => Buffer.alloc(5_000, 7), reason: 'kind' },
];
