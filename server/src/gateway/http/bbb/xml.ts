/** A node of an answer: its name, and a text or the nodes in it. An empty list or text makes an empty node. */
export type Node = readonly [name: string, content: Content, attributes?: Readonly<Record<string, string>>];
type Content = string | number | boolean | Verbatim | readonly Node[];

/** A text that is written as CDATA. */
interface Verbatim {
  readonly cdata: string;
}

/** No XML 1.0 text may hold these, not even escaped: control characters, half surrogates and two others. */
const forbidden =
  // oxlint-disable-next-line no-control-regex -- these are the characters that must not leave the server
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  return text.replace(forbidden, '').replace(/[&<>"'\r]/g, (sign) => entities[sign] ?? sign);
}

/** The text as CDATA; an end sign in it is split over two sections. */
function verbatim(text: string): string {
  return `<![CDATA[${text.replace(forbidden, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

/** True for a name that a node may have. */
export function isNodeName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]{0,200}$/.test(name) && !/^xml/i.test(name);
}

/** Writes a whole answer. */
export function answerXml(nodes: readonly Node[]): string {
  return xmlOf(['response', nodes]);
}

/** Writes one node. @throws Error for a name that no node may have */
export function xmlOf([name, content, attributes = {}]: Node): string {
  if (!isNodeName(name)) throw new Error(`A node of an answer cannot be called "${name}".`);
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = innerOf(content);
  return inner === '' ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${inner}</${name}>`;
}

function innerOf(content: Content): string {
  if (typeof content === 'object') {
    return 'cdata' in content ? verbatim(content.cdata) : content.map(xmlOf).join('');
  }
  return escaped(String(content));
}
