/** The most bytes of the headers of a part, and the most parts that are looked at. */
const mostHeaderBytes = 8 * 1024;
const mostParts = 100;

/** The text between the parts of a form; undefined for a media type that is no form of parts. */
function boundaryOf(type: string): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;.{0,200}?\bboundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  return quoted ?? plain;
}

/**
 * The bytes of one part of a form (RFC 7578). Node's own parser refuses boundaries under 27 characters, which programs may send.
 * @param type the content type of the request
 * @returns an empty list of bytes for a form without such a part; undefined for a body that is no such form or is cut short
 */
export function partOf(body: Buffer, type: string, name: string): Buffer | undefined {
  const boundary = boundaryOf(type);
  if (boundary === undefined) return undefined;
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first boundary may stand at the very beginning.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  let at = text.indexOf(mark);
  for (let parts = 0; at >= 0 && parts < mostParts; parts += 1) {
    const begins = at + mark.length;
    if (text.toString('latin1', begins, begins + 2) === '--') return Buffer.alloc(0);
    const headersEnd = text.indexOf('\r\n\r\n', begins);
    const next = text.indexOf(mark, begins);
    if (next < 0 || headersEnd < 0 || headersEnd > next || headersEnd - begins > mostHeaderBytes) return undefined;
    const headers = text.toString('utf8', begins, headersEnd);
    if (nameIn(headers) === name) return text.subarray(headersEnd + 4, next);
    at = next;
  }
  return undefined;
}

/** The name of a part; not that of its file. */
function nameIn(headers: string): string | undefined {
  const line = headers.split('\r\n').find((one) => /^content-disposition:/i.test(one));
  const [, quoted, plain] = /;\s{0,8}name=(?:"([^"]{0,200})"|([^\s;"]{1,200}))/i.exec(line ?? '') ?? [];
  return quoted ?? plain;
}
