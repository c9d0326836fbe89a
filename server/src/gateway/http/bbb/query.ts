import { Failed } from './failure.ts';

/** The most characters of a query, and of the parameters of a form together. */
export const mostQueryLength = 64 * 1024;
/** The most parameters of a request. */
const mostParameters = 500;

/** The parameters of a call by name, decoded. */
export type Parameters = ReadonlyMap<string, string>;

/** The query of a request as it came, without its checksum. */
export interface RawQuery {
  /** What the caller signed. */
  readonly signed: string;
  /** The checksum of the query; undefined when it has none. */
  readonly checksum: string | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** The text behind the first question mark of an address. */
export function queryIn(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/**
 * Takes a query apart without decoding what is signed. Only a parameter whose name is literally `checksum` is the checksum.
 * @throws Failed for a query that is too long or has too many parameters
 */
export function readQuery(raw: string): RawQuery {
  if (raw.length > mostQueryLength) throw tooMuch(`The query has more than ${mostQueryLength} characters.`);
  // BigBlueButton hashes without control characters; no HTTP client may send them raw anyway.
  // oxlint-disable-next-line no-control-regex -- those are meant
  const parts = raw.replace(/[\u0000-\u001F\u007F]/g, '').split('&');
  if (parts.length > mostParameters) throw tooMuch(`The query has more than ${mostParameters} parameters.`);
  const isChecksum = (part: string) => part.startsWith('checksum=');
  const checksum = parts.find(isChecksum)?.slice('checksum='.length);
  const fields = parts.filter((part) => part !== '').map(fieldOf);
  return { signed: parts.filter((part) => !isChecksum(part)).join('&'), checksum, fields };
}

function fieldOf(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  return [decoded(name), decoded(value)];
}

/** @throws Failed for text that is not valid UTF-8 in percent signs */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Failed('validationError', 'A parameter is not encoded as UTF-8.');
  }
}

/** Joins the fields of query and body; undefined when a name comes twice, in one of them or in both. */
export function parametersOf(...all: readonly RawQuery['fields'][]): Parameters | undefined {
  const fields = all.flat();
  if (fields.length > mostParameters) throw tooMuch(`The request has more than ${mostParameters} parameters.`);
  const parameters = new Map(fields);
  return parameters.size === fields.length ? parameters : undefined;
}

function tooMuch(message: string): Failed {
  return new Failed('validationError', message);
}
