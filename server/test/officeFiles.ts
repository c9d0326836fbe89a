import { crc32, deflateRawSync } from 'node:zlib';

/** A ZIP archive of these entries, in this order; the first one is stored uncompressed, because ODF requires it for its type. */
export function zipOf(entries: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const plain = Buffer.from(content);
    const isStored = locals.length === 0;
    const packed = isStored ? plain : deflateRawSync(plain, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(isStored ? 0 : 8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  const directory = Buffer.concat(central);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const odfNames = [
  ...['office', 'text', 'table', 'presentation', 'style', 'script', 'meta'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  ),
  'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
  'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
  'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
  'xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"',
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
  'xmlns:dom="http://www.w3.org/2001/xml-events"',
  'xmlns:ooo="http://openoffice.org/2004/office"',
].join(' ');

/** The kinds of ODF documents by their extension, and the element of their body. */
const odfKinds = {
  odt: ['application/vnd.oasis.opendocument.text', 'text'],
  ods: ['application/vnd.oasis.opendocument.spreadsheet', 'spreadsheet'],
  odp: ['application/vnd.oasis.opendocument.presentation', 'presentation'],
} as const;

interface Odf {
  readonly kind: keyof typeof odfKinds;
  readonly body: string;
  /** The part before the body: scripts and the events that start them. */
  readonly scripts?: string;
  readonly prologue?: string;
  /** Further entries of the package. */
  readonly more?: Readonly<Record<string, string | Buffer>>;
}

/** An ODF document with this body. */
export function odf({ kind, body, scripts = '', prologue = '', more = {} }: Odf): Buffer {
  const [type, name] = odfKinds[kind];
  const content = `<?xml version="1.0" encoding="UTF-8"?>${prologue}<office:document-content ${odfNames} office:version="1.3">${scripts}<office:body><office:${name}>${body}</office:${name}></office:body></office:document-content>`;
  const paths = ['content.xml', ...Object.keys(more)];
  const files = paths.map(
    (path) => `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="text/xml"/>`,
  );
  return zipOf({
    mimetype: type,
    'content.xml': content,
    ...more,
    'META-INF/manifest.xml': `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>${files.join('')}</manifest:manifest>`,
  });
}

/** The same document as one XML file, which may come under another name. */
export function flatOdt(body: string): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><office:document ${odfNames} office:version="1.3" office:mimetype="${odfKinds.odt[0]}"><office:body><office:text>${body}</office:text></office:body></office:document>`,
  );
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

function relations(list: readonly Relation[], mode = ''): string {
  const lines = list.map(
    ({ id, type, target }) =>
      `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${mode}/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`;
}

interface Docx {
  readonly body: string;
  /** The external references of the document. */
  readonly outside?: readonly Relation[];
  /** The template, also external. */
  readonly template?: string;
}

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const wordNames =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"';

/** A DOCX document with this body. */
export function docx({ body, outside = [], template }: Docx): Buffer {
  const inner = relations([{ id: 'settings', type: 'settings', target: 'settings.xml' }]);
  const outer = relations(outside, ' TargetMode="External"').replace(/^.*?<Relationships[^>]*>/, '');
  return zipOf({
    '[Content_Types].xml': `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${word}.document.main+xml"/><Override PartName="/word/settings.xml" ContentType="${word}.settings+xml"/></Types>`,
    '_rels/.rels': relations([{ id: 'document', type: 'officeDocument', target: 'word/document.xml' }]),
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${wordNames}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': inner.replace('</Relationships>', outer),
    'word/settings.xml': `<?xml version="1.0" encoding="UTF-8"?><w:settings ${wordNames}>${template === undefined ? '' : '<w:attachedTemplate r:id="template"/>'}</w:settings>`,
    'word/_rels/settings.xml.rels': relations(
      template === undefined ? [] : [{ id: 'template', type: 'attachedTemplate', target: template }],
      ' TargetMode="External"',
    ),
  });
}
