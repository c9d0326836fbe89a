import { deflateRawSync } from 'node:zlib';
import { docx, odf, zipOf } from './officeFiles.ts';

const size = 'svg:x="1cm" svg:y="1cm" svg:width="5cm" svg:height="5cm"';
const show = 'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"';

function frame(inner: string): string {
  return `<draw:frame text:anchor-type="paragraph" ${size}>${inner}</draw:frame>`;
}

/** All references that a page of a document can have: a picture, a document, a frame with a page in it. */
function framesTo(target: (extension: string) => string): string {
  return [
    `<draw:image xlink:href="${target('.png')}" ${show}/>`,
    `<draw:object xlink:href="${target('.odt')}" ${show}/>`,
    `<draw:floating-frame xlink:href="${target('.html')}" ${show}/>`,
    `<draw:plugin xlink:href="${target('.html')}" ${show}/>`,
  ]
    .map(frame)
    .join('');
}

function styles(target: (extension: string) => string): string {
  const background = `<style:background-image xlink:href="${target('.png')}" xlink:type="simple"/>`;
  return `<office:automatic-styles><style:style style:name="B" style:family="paragraph"><style:paragraph-properties>${background}</style:paragraph-properties></style:style><text:list-style style:name="L"><text:list-level-style-image text:level="1" xlink:href="${target('.png')}" xlink:type="simple"/></text:list-style></office:automatic-styles>`;
}

const letter = `<w:p><w:r><w:t>Hello</w:t></w:r></w:p>`;

/** A linked picture, a linked object, and a part in another file. */
const wordLinks = `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1000000" cy="1000000"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1000000" cy="1000000"/></a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p><w:p><w:r><w:object><v:shape style="width:100pt;height:100pt"><v:imagedata r:id="picture"/></v:shape><o:OLEObject Type="Link" ProgID="Word.Document.8" r:id="object" UpdateMode="Always"/></w:object></w:r></w:p><w:altChunk r:id="chunk"/>`;

/** A page style for presentations: without one, their pictures are not loaded. */
const pageStyles = `<?xml version="1.0" encoding="UTF-8"?><office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"><office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Default" style:page-layout-name="P"/></office:master-styles></office:document-styles>`;

/** A document with the text "Hello" and an embedded picture. */
export function illustrated(own: Buffer): Buffer {
  const path = 'Pictures/own.png';
  const body = `<text:p>Hello</text:p><text:p>${frame(`<draw:image xlink:href="${path}" ${show}/>`)}</text:p>`;
  return odf({ kind: 'odt', body, more: { [path]: own } });
}

/** Documents with the text "Hello" that refer to a target (without its extension) in every way of their kind. */
export function linking(target: string): Traps {
  const to = (extension: string) => target + extension;
  const word = [
    { id: 'picture', type: 'image', target: to('.png') },
    { id: 'object', type: 'oleObject', target: to('.odt') },
    { id: 'chunk', type: 'aFChunk', target: to('.html') },
  ];
  return {
    odt: odf({
      kind: 'odt',
      scripts: styles(to),
      body: `<text:p>Hello</text:p><text:p>${framesTo(to)}</text:p><text:p text:style-name="B">x</text:p><text:list text:style-name="L"><text:list-item><text:p>x</text:p></text:list-item></text:list>`,
    }),
    odp: odf({
      kind: 'odp',
      body: `<draw:page draw:name="a" draw:master-page-name="Default">${framesTo(to)}${frame('<draw:text-box><text:p>Hello</text:p></draw:text-box>')}</draw:page>`,
      more: { 'styles.xml': pageStyles },
    }),
    ods: odf({ kind: 'ods', body: tables(to) }),
    docx: docx({ body: letter + wordLinks, outside: word, template: to('.dotx') }),
    rtf: Buffer.from(
      `{\\rtf1\\ansi Hello {\\*\\template ${to('.dot')}}{\\field{\\*\\fldinst { INCLUDEPICTURE "${to('.png')}" \\\\* MERGEFORMAT \\\\d }}{\\fldrslt x}}{\\field{\\*\\fldinst { INCLUDETEXT "${to('.txt')}" }}{\\fldrslt x}}}`,
    ),
    fields: odf({ kind: 'odt', body: sections(to), more: { 'meta.xml': reloading(to) } }),
  };
}

interface Traps {
  readonly odt: Buffer;
  readonly odp: Buffer;
  readonly ods: Buffer;
  readonly docx: Buffer;
  readonly rtf: Buffer;
  /** Sections, DDE, and a document that reloads another address by itself. */
  readonly fields: Buffer;
}

function tables(to: (extension: string) => string): string {
  const formulas = [
    `COM.MICROSOFT.WEBSERVICE("${to('.txt')}")`,
    `['${to('.csv')}'#$secret.A1]`,
    `INDIRECT("'${to('.csv')}'#$secret.A1")`,
    `DDE("soffice";"${to('.csv')}";"A1")`,
  ].map((text) => `<table:table-cell table:formula="of:=${text.replaceAll('"', '&quot;')}"/>`);
  const rows = `<table:table-row>${formulas.join('')}<table:table-cell office:value-type="string"><text:p>Hello</text:p></table:table-cell></table:table-row>`;
  const source = `<table:table-source xlink:type="simple" xlink:href="${to('.csv')}" table:filter-name="Text - txt - csv (StarCalc)" table:filter-options="44,34,76,1"/>`;
  const range = `<table:cell-range-source table:name="HTML_all" xlink:type="simple" xlink:href="${to('.html')}" table:filter-name="calc_HTML_WebQuery" table:last-column-spanned="1" table:last-row-spanned="1" table:refresh-delay="PT00H00M01S"/>`;
  return `<table:table table:name="a">${rows}</table:table><table:table table:name="b">${source}${rows}</table:table><table:table table:name="c"><table:table-row><table:table-cell office:value-type="string">${range}<text:p>x</text:p></table:table-cell></table:table-row></table:table>`;
}

function sections(to: (extension: string) => string): string {
  const parts = ['.txt', '.odt', '.html'].map(
    (extension) =>
      `<text:section text:name="s${extension}"><text:section-source xlink:href="${to(extension)}" xlink:type="simple" xlink:show="embed"/><text:p>x</text:p></text:section>`,
  );
  const dde = `<text:dde-connection-decls><text:dde-connection-decl office:name="d" office:dde-application="soffice" office:dde-topic="${to('.odt')}" office:dde-item="x" office:automatic-update="true"/></text:dde-connection-decls>`;
  return `${dde}<text:p>Hello <text:dde-connection text:connection-name="d">x</text:dde-connection></text:p>${parts.join('')}`;
}

function reloading(to: (extension: string) => string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:meta><meta:template xlink:href="${to('.ott')}" xlink:type="simple"/><meta:auto-reload xlink:href="${to('.odt')}" xlink:type="simple" meta:delay="PT0S"/></office:meta></office:document-meta>`;
}

const libraryNames = 'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** A document whose macro writes a file when it is opened. */
export function macroDocument(trace: string): Buffer {
  const events = ['dom:load', 'office:load-finished', 'office:view-created', 'office:new'].map(
    (event) =>
      `<script:event-listener script:language="ooo:script" script:event-name="${event}" xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document" xlink:type="simple"/>`,
  );
  const code = `Sub Main\nOpen "${trace}" For Output As #1\nPrint #1, "ran"\nClose #1\nEnd Sub\nSub AutoOpen\nMain\nEnd Sub`;
  return odf({
    kind: 'odt',
    scripts: `<office:scripts><office:event-listeners>${events.join('')}</office:event-listeners></office:scripts>`,
    body: '<text:p>Hello</text:p>',
    more: {
      'Basic/script-lc.xml': `<?xml version="1.0" encoding="UTF-8"?><library:libraries ${libraryNames}><library:library library:name="Standard" library:link="false"/></library:libraries>`,
      'Basic/Standard/script-lb.xml': `<?xml version="1.0" encoding="UTF-8"?><library:library ${libraryNames} library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>`,
      'Basic/Standard/Module1.xml': `<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">${code.replaceAll('"', '&quot;')}</script:module>`,
    },
  });
}

/** A document of so many pages. */
function manyPages(count: number): Buffer {
  const scripts =
    '<office:automatic-styles><style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>';
  return odf({ kind: 'odt', scripts, body: '<text:p text:style-name="B">x</text:p>'.repeat(count) });
}

interface Bomb {
  readonly what: string;
  readonly name: string;
  readonly bytes: () => Buffer;
  readonly reasons: readonly string[];
}

/** Documents that are refused only when a bound of time or memory is met. */
export const slowBombs: readonly Bomb[] = [
  {
    what: 'a document that unpacks to half a gigabyte',
    name: 'a.odt',
    bytes: () => odf({ kind: 'odt', body: `<text:p>${'x'.repeat(500_000_000)}</text:p>` }),
    reasons: ['heavy', 'broken'],
  },
  {
    what: 'a document of 100,000 pages',
    name: 'a.odt',
    bytes: () => manyPages(100_000),
    reasons: ['heavy', 'pages'],
  },
];

/** Documents that grow when they are opened, or cannot be opened. */
export const bombs: readonly Bomb[] = [
  {
    what: 'entities within entities',
    name: 'a.odt',
    bytes: () => {
      const levels = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`);
      const prologue = `<!DOCTYPE x [<!ENTITY e0 "lol">${levels.join('')}]>`;
      return odf({ kind: 'odt', prologue, body: '<text:p>&e9;</text:p>' });
    },
    reasons: ['heavy', 'broken'],
  },
  {
    what: 'a document with a password',
    name: 'a.odt',
    bytes: () =>
      zipOf({
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml': deflateRawSync('secret'),
        'META-INF/manifest.xml': `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="6"><manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="AAAAAAAAAAAAAAAAAAAAAA=="/><manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/><manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="1000" manifest:salt="AAAAAAAAAAAAAAAAAAAAAA=="/></manifest:encryption-data></manifest:file-entry></manifest:manifest>`,
      }),
    reasons: ['broken'],
  },
  {
    what: 'an archive that is no document',
    name: 'a.docx',
    bytes: () => zipOf({ 'x.bin': Buffer.alloc(10) }),
    reasons: ['broken'],
  },
];
