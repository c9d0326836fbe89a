import type { Request } from 'express';
import type { Call } from './call.ts';
import { Failed, unsupportedContentType } from './failure.ts';
import { mostQueryLength, type RawQuery, readQuery } from './query.ts';

interface Body {
  readonly form: RawQuery | undefined;
  /** Whether an XML body waits to be read, which is done only for a request whose checksum is right. */
  readonly hasXml: boolean;
}

/** How long a body may take, in ms. */
const bodyMs = { form: 15_000, xml: 60_000 } as const;
/** The most bytes of one XML body: a document of 30 MB in base64, and some small ones. */
const mostXmlBytes = 64 * 1024 * 1024;
/** The most bytes of XML bodies in memory at once; one owner has at most half of them. */
const mostHeldBytes = 2 * mostXmlBytes;

/** Reads the form of a POST. @throws Failed for a type that the call does not take, and for too many bytes */
export async function readBody(call: Call, request: Request): Promise<Body> {
  const none: Body = { form: undefined, hasXml: false };
  if (request.method !== 'POST' || !hasBody(request)) return none;
  const { 'content-encoding': encoding = 'identity', 'content-type': type } = request.headers;
  if (encoding !== 'identity') throw unsupportedContentType();
  if (call.bodies.includes('form') && request.is('application/x-www-form-urlencoded') !== false) {
    const bytes = await bytesOf(request, { most: mostQueryLength, ms: bodyMs.form });
    return { ...none, form: readQuery(bytes.toString('utf8')) };
  }
  if (call.bodies.includes('xml') && request.is(['application/xml', 'text/xml']) !== false) {
    return { ...none, hasXml: true };
  }
  if (call.bodies.includes('own') && type !== undefined) return none;
  throw unsupportedContentType();
}

/** Reads XML bodies, and bounds how many bytes of them are in memory at once: of all owners, and of one. */
export class XmlBodies {
  readonly #most: number;
  readonly #heldBy = new Map<string, number>();
  #held = 0;

  constructor(most = mostHeldBytes) {
    this.#most = most;
  }

  /**
   * Gives `work` a function that reads the body of a request; its bytes count until the work ends.
   * @param owner the organisation; the empty text for the secret of the whole server
   */
  async during<T>(
    { request, hasXml, owner }: { readonly request: Request; readonly hasXml: boolean; readonly owner: string },
    work: (read: () => Promise<Buffer | undefined>) => Promise<T>,
  ): Promise<T> {
    let mine = 0;
    const take = (bytes: number) => {
      const isOver = this.#held + bytes > this.#most || (this.#heldBy.get(owner) ?? 0) + bytes > this.#most / 2;
      if (isOver) throw new Failed('tooManyRequests', 'Too many large bodies at once. Try again in a minute.', 429);
      this.#hold(owner, bytes);
      mine += bytes;
    };
    try {
      return await work(async () =>
        hasXml ? bytesOf(request, { most: mostXmlBytes, ms: bodyMs.xml, take }) : undefined,
      );
    } finally {
      this.#hold(owner, -mine);
    }
  }

  #hold(owner: string, bytes: number): void {
    const held = (this.#heldBy.get(owner) ?? 0) + bytes;
    this.#held += bytes;
    if (held === 0) this.#heldBy.delete(owner);
    else this.#heldBy.set(owner, held);
  }
}

function hasBody({ headers }: Request): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}

/** Reads the bytes of an upload that a call takes by itself. @throws Failed `validationError` for more than `most` bytes */
export function readBytes(request: Request, most: number): Promise<Buffer> {
  return bytesOf(request, { most, ms: bodyMs.xml });
}

interface Bounds {
  readonly most: number;
  /** How long the body may take, in ms. */
  readonly ms: number;
  /** Called with the number of bytes that came. */
  readonly take?: (bytes: number) => void;
}

async function bytesOf(request: Request, { most, ms, take = () => {} }: Bounds): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  const timer = setTimeout(() => request.destroy(), ms);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > most) throw tooLarge(most);
      take(piece.length);
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
