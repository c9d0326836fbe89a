import type { Request } from 'express';
import type { Call } from './call.ts';
import { Failed, unsupportedContentType } from './failure.ts';
import { mostQueryLength, type RawQuery, readQuery } from './query.ts';

interface Body {
  readonly form: RawQuery | undefined;
  readonly xml: string | undefined;
}

const none: Body = { form: undefined, xml: undefined };
/** How long a body may take, in ms. */
const bodyMs = 15_000;
/** The most bytes of an XML body, where the call says nothing else. */
const mostXmlBytes = 64 * 1024;

/** Reads the body of a POST. @throws Failed for a type that the call does not take, and for too many bytes */
export async function readBody(call: Call, request: Request): Promise<Body> {
  if (request.method !== 'POST' || !hasBody(request)) return none;
  const { 'content-encoding': encoding = 'identity', 'content-type': type } = request.headers;
  if (encoding !== 'identity') throw unsupportedContentType();
  if (call.bodies.includes('form') && request.is('application/x-www-form-urlencoded') !== false) {
    return { ...none, form: readQuery(await textOf(request, mostQueryLength)) };
  }
  if (call.bodies.includes('xml') && request.is(['application/xml', 'text/xml']) !== false) {
    return { ...none, xml: await textOf(request, call.mostBytes ?? mostXmlBytes) };
  }
  if (call.bodies.includes('own') && type !== undefined) return none;
  throw unsupportedContentType();
}

function hasBody({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

async function textOf(request: Request, most: number): Promise<string> {
  return (await readBytes(request, most)).toString('utf8');
}

/** Reads a body. @throws Failed `validationError` for more than `most` bytes */
export async function readBytes(request: Request, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  const timer = setTimeout(() => request.destroy(), bodyMs);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > most) throw tooLarge(most);
      chunks.push(piece);
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

function tooLarge(most: number): Failed {
  return new Failed('validationError', `The body has more than ${most} bytes.`, 413);
}
