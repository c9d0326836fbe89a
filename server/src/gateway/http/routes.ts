import type { Endpoint } from '@plenum/shared/core/endpoint';

/** All endpoints at one path. */
export interface Route<T> {
  readonly byMethod: ReadonlyMap<string, T>;
  /** The value of the header `Allow`. */
  readonly allow: string;
}

interface Pattern<T> {
  readonly parts: readonly string[];
  readonly byMethod: Map<string, T>;
}

/** Finds the endpoints at a path. */
export class Routes<T extends { readonly endpoint: Endpoint }> {
  readonly #patterns: Pattern<T>[] = [];

  /** @throws Error when two endpoints have the same method and path, which is a mistake in a contract */
  constructor(entries: readonly T[]) {
    for (const entry of entries) this.#add(entry);
  }

  /** The route of a path, and the values of its parameters; undefined when no endpoint has this path. */
  find(path: string): { route: Route<T>; values: Readonly<Record<string, string>> } | undefined {
    const given = path.split('/').slice(1).map(decoded);
    for (const { parts, byMethod } of this.#patterns) {
      const values = matched(parts, given);
      if (values) return { route: { byMethod, allow: allowOf(byMethod) }, values };
    }
    return undefined;
  }

  #add(entry: T): void {
    const { path, method } = entry.endpoint;
    const parts = path.split('/').slice(1);
    const shape = (one: readonly string[]) => one.map((part) => (part.startsWith(':') ? ':' : part)).join('/');
    const known = this.#patterns.find((pattern) => shape(pattern.parts) === shape(parts));
    const pattern = known ?? { parts, byMethod: new Map<string, T>() };
    if (!known) this.#patterns.push(pattern);
    if (known && known.parts.join() !== parts.join()) throw new Error(`Two names for one parameter: ${path}`);
    if (pattern.byMethod.has(method)) throw new Error(`Two endpoints: ${method} ${path}`);
    pattern.byMethod.set(method, entry);
  }
}

function matched(
  parts: readonly string[],
  given: readonly (string | undefined)[],
): Readonly<Record<string, string>> | undefined {
  if (parts.length !== given.length) return undefined;
  const values: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const value = given[index];
    if (value === undefined) return undefined;
    if (part.startsWith(':')) values.push([part.slice(1), value]);
    else if (part !== value) return undefined;
  }
  return Object.fromEntries(values);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function allowOf(byMethod: ReadonlyMap<string, unknown>): string {
  return [...byMethod.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)).join(', ');
}
