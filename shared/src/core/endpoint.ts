import type * as z from 'zod/mini';
import type { Ability } from './abilities.ts';
import type { Scope } from './asker.ts';
import type { Schema } from './contract.ts';
import type { ErrorCode } from './errors.ts';

/** The path prefix of all endpoints. */
export const apiRoot = '/api';
/** The largest JSON body, in bytes. */
export const mostJsonBytes = 16 * 1024;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An object schema that refuses unknown fields. */
type StrictObject = z.ZodMiniObject<z.core.$ZodLooseShape, z.core.$strict>;

/** At most `requests` in `seconds`; `words` is the message of the refusal. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
  readonly words?: string;
}

/**
 * Who may call an endpoint. It is data, so that documents and access matrices can be made from it; the server enforces
 * it.
 */
export type Who =
  /** `known`: the handler learns the account of the session, if there is one. */
  | { readonly by: 'anyone'; readonly known?: true }
  /**
   * The bearer of a seat in the room `:room` of the path, sent as `Authorization: Bearer <seat>`, with an ability if
   * one is named. `words` is the message of the refusal.
   */
  | { readonly by: 'seat'; readonly needs?: Ability; readonly words?: string }
  /**
   * A signed-in account; with `scope` also a program whose API key has this scope, sent as `Authorization: Bearer <key>`.
   * What the asker may do with the record is decided where the change is committed.
   */
  | { readonly by: 'account'; readonly scope?: Scope }
  /** The account of an operator of this server. */
  | { readonly by: 'operator' };

/**
 * One HTTP endpoint. Before its handler runs, the server checks these in order: path, method, origin of writing
 * requests, rate of the address, caller, rate of the person, media type, size, query and body.
 */
export interface Endpoint {
  /** `area:verb`, unique; the operation id in the OpenAPI document. */
  readonly name: string;
  /** One sentence for developers of clients. */
  readonly summary: string;
  readonly method: Method;
  /** The path below `apiRoot`; a part that begins with `:` is a parameter. */
  readonly path: string;
  readonly who: Who;
  readonly limit: { readonly address: readonly Rate[]; readonly person?: Rate };
  /** The schema of each parameter of the path. A value that does not fit gets the answer of an unknown path. */
  readonly params?: Readonly<Record<string, Schema>>;
  readonly query?: StrictObject;
  /** The JSON body; absent for an endpoint without a body. */
  readonly input?: StrictObject;
  /** The body is the bytes of files. */
  readonly body?: 'bytes';
  /** With `body`: the most bytes that the server accepts. */
  readonly mostBytes?: number;
  /** `file` for bytes, `lines` for lines of JSON during the work, `calendar` for a calendar's text; absent for JSON. */
  readonly answer?: 'bytes' | 'lines' | 'calendar';
  /** The JSON answer, or one line of it. */
  readonly output?: Schema;
  /** The status of success; absent for 200. */
  readonly status?: 200 | 201;
  /** Errors of the handler, beside those of the checks before it. */
  readonly errors: readonly ErrorCode[];
}

/** The names of the parameters in a path. */
type ParamOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type ParamsFor<Path extends string> = [ParamOf<Path>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<ParamOf<Path>, Schema>> };

/** Registers an endpoint. Server and client take their types from it. */
export function endpoint<const E extends Endpoint>(definition: E & ParamsFor<E['path']>): E {
  return definition;
}

export function perMinute(requests: number): Rate {
  return { requests, seconds: 60 };
}

export const anyone = { by: 'anyone' } as const satisfies Who;
export const anyoneKnown = { by: 'anyone', known: true } as const satisfies Who;
export const seated = { by: 'seat' } as const satisfies Who;
export const signedIn = { by: 'account' } as const satisfies Who;
export const operators = { by: 'operator' } as const satisfies Who;

/** A signed-in account, or a program whose API key has this scope. */
export function signedInOr(scope: Scope) {
  return { by: 'account', scope } as const satisfies Who;
}

/** A seat with an ability. @param words the message of the refusal */
export function seatedWith(needs: Ability, words: string) {
  return { by: 'seat', needs, words } as const satisfies Who;
}

type Infer<S> = S extends Schema ? z.infer<S> : undefined;

export type ParamsOf<E extends Endpoint> =
  E['params'] extends Readonly<Record<string, Schema>>
    ? { readonly [K in keyof E['params'] & string]: z.infer<E['params'][K]> }
    : Readonly<Record<never, never>>;
export type QueryOf<E extends Endpoint> = Infer<E['query']>;
export type InputOf<E extends Endpoint> = Infer<E['input']>;
export type OutputOf<E extends Endpoint> = Infer<E['output']>;

/** Whether requests change something. Such requests are accepted only from this server's own pages. */
export function writes({ method }: Pick<Endpoint, 'method'>): boolean {
  return method !== 'GET';
}

/** Returns all error codes of an endpoint. `internal` is always among them. */
export function errorsOf({ who, query, input, body, params, errors }: Endpoint): readonly ErrorCode[] {
  const met = new Set<ErrorCode>(['invalid', 'limited', 'internal', ...errors]);
  if (params) met.add('notFound');
  if (who.by === 'seat') for (const code of ['forbidden', 'closed', 'notFound'] as const) met.add(code);
  if (who.by === 'account' || who.by === 'operator') met.add('forbidden');
  if (body || input || query) met.add('invalid');
  if (body) for (const code of ['full', 'unavailable'] as const) met.add(code);
  return [...met];
}

/** The variable parts of an address: the parameters of the path and the query. */
export type Place<E extends Endpoint> = { readonly params: ParamsOf<E> } & (QueryOf<E> extends object
  ? { readonly query: QueryOf<E> }
  : { readonly query?: undefined });

/** Returns the address of an endpoint on its server: `/api/rooms/…?name=…`. */
export function addressOf<E extends Endpoint>(
  { path }: E,
  { params, query }: { readonly params: ParamsOf<E>; readonly query?: QueryOf<E> | undefined },
): string {
  const values: Readonly<Record<string, unknown>> = params;
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(values[name])));
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const search = asked.map((field) => field.map((part) => encodeURIComponent(String(part))).join('=')).join('&');
  return `${apiRoot}${filled}${search === '' ? '' : `?${search}`}`;
}
