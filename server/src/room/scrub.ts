import type { Contract } from '@plenum/shared/core/contract';
import type { MemberId } from '@plenum/shared/core/ids';

/** The person who is taken out: the ids of their seats, and every name that they had. */
export interface Erased {
  readonly ids: ReadonlySet<MemberId>;
  readonly names: readonly string[];
}

/** The fields by which an object says whose it is; with another field, only that field goes. */
const owners = new Set(['id', 'from', 'by', 'author', 'owner', 'sender', 'member', 'person', 'maker']);
/** Ids of members are at least so long where the server makes them: shorter ones may be in a text by chance. */
const idLength = 12;
/** What stands in place of a name. */
const blank = '—';
/** What stands in place of a value that goes. */
const gone = Symbol('gone');

type Path = readonly PropertyKey[];

/** True when a value names the person, by id or by name, anywhere. */
export function mentions(value: unknown, { ids, names }: Erased): boolean {
  const patterns = names.map(patternOf);
  const isIn = (part: unknown): boolean => {
    if (typeof part === 'string') return isOf(part, ids) || patterns.some((pattern) => part.search(pattern) >= 0);
    if (typeof part !== 'object' || part === null) return false;
    return Object.entries(part).some(([key, one]) => isOf(key, ids) || isIn(one));
  };
  return isIn(value);
}

/**
 * The state of a feature without a person: what was theirs goes, and their name in what is others' becomes a dash. The result
 * always fits the contract: what no longer fits without the person goes too, as little as possible.
 */
export function scrubbed({ state: schema }: Contract, state: unknown, initial: unknown, erased: Erased): unknown {
  const without = pruned(schema, take(state, erased.ids), initial);
  return withoutNames(schema, without, erased.names);
}

/** Whether a text is the id of one of the members, or is made of ids, as that of a talk of two is. */
function isOf(text: string, ids: Erased['ids']): boolean {
  if (ids.has(text)) return true;
  for (const id of ids) if (id.length >= idLength && text.includes(id)) return true;
  return false;
}

/** Takes away what belongs to the members. */
function take(value: unknown, ids: Erased['ids']): unknown {
  if (typeof value === 'string') return isOf(value, ids) ? gone : value;
  if (Array.isArray(value)) return value.map((one) => take(one, ids)).filter((one) => one !== gone);
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value)) {
    if (isOf(key, ids)) continue;
    const rest = take(one, ids);
    if (rest !== gone) kept[key] = rest;
    else if (owners.has(key)) return gone;
  }
  return kept;
}

type Schema = Contract['state'];

/** Takes away what does not fit: the value at the place that the schema names, else what is around it. */
function pruned(schema: Schema, state: unknown, initial: unknown): unknown {
  const rest: unknown = state === gone ? initial : structuredClone(state);
  for (let path = firstIssue(schema, rest); path !== undefined; path = firstIssue(schema, rest)) {
    const first = String(path);
    let length = path.length;
    // Nothing shorter than one step can be cut: then the feature begins anew.
    for (; length > 0; length -= 1) {
      cut(rest, path.slice(0, length));
      if (String(firstIssue(schema, rest)) !== first) break;
    }
    if (length === 0) return initial;
  }
  return rest;
}

function firstIssue(schema: Schema, value: unknown): Path | undefined {
  return schema.safeParse(value).error?.issues[0]?.path;
}

function cut(root: unknown, path: Path): void {
  const parent = at(root, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof parent !== 'object' || parent === null || key === undefined) return;
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

function at(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Replaces names in texts. A text that must stay as it is, such as a role, stays. */
function withoutNames(schema: Schema, state: unknown, names: readonly string[]): unknown {
  const patterns = names.map(patternOf);
  const replaced = replaceIn(state, (text) =>
    patterns.reduce((rest, pattern) => rest.replaceAll(new RegExp(pattern, 'gu'), blank), text),
  );
  let before = '';
  for (let path = firstIssue(schema, replaced); path !== undefined; path = firstIssue(schema, replaced)) {
    if (String(path) === before) return state;
    before = String(path);
    const parent = at(replaced, path.slice(0, -1));
    const key = path.at(-1);
    if (typeof parent !== 'object' || parent === null || key === undefined) return state;
    Reflect.set(parent, key, at(state, path));
  }
  return replaced;
}

function replaceIn(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((one) => replaceIn(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaceIn(one, replace)]));
}

/** The name as a word of its own: "Al" is not in "Also". */
function patternOf(name: string): RegExp {
  const plain = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, 'u');
}
