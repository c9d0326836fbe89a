import express, { type Request, type Response } from 'express';
import type * as z from 'zod/mini';
import type { Schema } from '@plenum/shared/core/contract';
import { type Endpoint, mostJsonBytes } from '@plenum/shared/core/endpoint';
import { AppError } from '@plenum/shared/core/errors';
import { requireShallow } from '../lineLimits.ts';

const parseJson = express.json({ limit: mostJsonBytes, inflate: false, type: () => true, strict: false });

const bytesType = 'application/octet-stream';
const jsonType = 'application/json';

/** Refuses a body of another media type than the contract's. @throws AppError `invalid`, bound `type` */
export function requireType({ body, input }: Endpoint, request: Request): void {
  if (!body && !input) {
    if (hasBody(request)) throw new AppError('invalid', 'This address takes no body.');
    return;
  }
  const { 'content-type': said, 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding !== 'identity') throw new AppError('invalid', 'Send the body without a content encoding.', 'type');
  const wanted = body ? bytesType : jsonType;
  // A body without a stated type counts as bytes.
  const fits = said === undefined ? body !== undefined : request.is(wanted) !== false;
  if (hasBody(request) && !fits) throw new AppError('invalid', `Send this with Content-Type: ${wanted}.`, 'type');
}

/** Refuses a body whose stated length is too large. @throws AppError `invalid`, bound `bytes` */
export function requireSize({ body, mostBytes = 0 }: Endpoint, request: Request): void {
  const most = body ? mostBytes : mostJsonBytes;
  if ((saidOf(request) ?? 0) > most) throw tooLarge(most);
}

export function tooLarge(most: number): AppError {
  const size = most < 1024 ** 2 ? `${Math.floor(most / 1024)} kB` : `${Math.floor(most / 1024 ** 2)} MB`;
  return new AppError('invalid', `This is too large: ${size} at most.`, 'bytes');
}

/** The stated number of bytes; undefined when the sender does not state it. */
export function saidOf({ headers }: Request): number | undefined {
  const said = headers['content-length'];
  return said === undefined ? undefined : Number(said);
}

/** True when the request has a body, read or not. */
export function hasBody(request: Request): boolean {
  return (saidOf(request) ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined;
}

/** The JSON body of a request; undefined when there is none. @throws AppError `invalid` */
export async function readJson(request: Request, response: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    // The parser drops what is too much until the sender ends, which one without a stated length need not do.
    let bytes = 0;
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > mostJsonBytes) reject(tooLarge(mostJsonBytes));
    });
    parseJson(request, response, (error: unknown) => (error === undefined ? resolve() : reject(refusalOf(error))));
  });
  const body: unknown = request.body;
  requireShallow(body);
  return body;
}

/** Turns the parser's errors into the sender's mistakes. */
function refusalOf(error: unknown): unknown {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return tooLarge(mostJsonBytes);
  if (status === 415) return new AppError('invalid', 'Send the body in UTF-8.', 'type');
  return status === 400 ? new AppError('invalid', 'The body is not JSON.') : error;
}

/** The query of a request. @throws AppError `invalid` for a field that comes twice */
export function queryOf(request: Request): Readonly<Record<string, string>> {
  const at = request.url.indexOf('?');
  const fields = at < 0 ? [] : [...new URLSearchParams(request.url.slice(at + 1))];
  const names = new Set(fields.map(([name]) => name));
  if (names.size < fields.length) throw new AppError('invalid', 'A field of the query comes twice.');
  return Object.fromEntries(fields);
}

/** @throws AppError `invalid` that names the field and its bound */
export function parse<S extends Schema>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('invalid', wordsOf(parsed.error.issues[0]));
  return parsed.data;
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'The request is malformed.';
  const field = issue.path.length > 0 ? `"${issue.path.join('.')}"` : 'This';
  if (issue.code === 'unrecognized_keys') return `The field "${(issue.keys[0] ?? '').slice(0, 40)}" is unknown.`;
  if (issue.code === 'too_big') return `${field} is too long or too large: ${String(issue.maximum)} at most.`;
  if (issue.code === 'too_small') return `${field} is too short or too small: ${String(issue.minimum)} at least.`;
  if (issue.code === 'invalid_type') return `${field} must be of type ${issue.expected}.`;
  // zod loads no language, so its general message is replaced.
  return issue.message === 'Invalid input' ? `${field} has a wrong value.` : issue.message;
}
