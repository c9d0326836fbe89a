import * as fc from 'fast-check';
import type { Schema } from '@plenum/shared/core/contract';

type Def = Readonly<Record<string, unknown>> & { readonly type: string };
interface Node {
  readonly _zod: { readonly def: Def };
}
/** One check of a schema: a pattern, or a bound of a number (`value`) or of a length. */
interface Check {
  readonly check: string;
  readonly value?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
}

const strings = [
  '',
  ' ',
  '\u0000',
  '\u202e',
  '\ud800',
  '<b>x</b>',
  '__proto__',
  'constructor',
  '../../etc',
  'a'.repeat(100_000),
  `a${'\u0301'.repeat(10_000)}`,
  '🧑‍🤝‍🧑',
  'ab:cd',
  '-1',
  'null',
];
const numbers = [Number.NaN, Infinity, -Infinity, -0, 2 ** 53, 1e308, -1, 0.5, 256, 1_000_000];

/** Any value, with a bias to values that have broken servers before. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...strings, ...numbers, null, undefined, true, [], {}),
  fc.anything({ withNullPrototype: true, withBigInt: false, withDate: true, maxDepth: 4 }),
  fc.array(fc.constantFrom<unknown>(...strings, ...numbers), { maxLength: 200 }),
  fc.integer({ min: 10, max: 5_000 }).map(nest),
);

function nest(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && '_zod' in value;
}

function part(def: Def, name: string): Schema {
  const value = def[name];
  if (!isNode(value)) throw new Error(`A ${def.type} without ${name}`);
  return value as unknown as Schema;
}

function checksOf({ checks }: Def): readonly Check[] {
  return ((checks ?? []) as { readonly _zod: { readonly def: Check } }[]).map((check) => check._zod.def);
}

function leastLength(checks: readonly Check[]): number {
  return Math.max(0, ...checks.map(({ minimum = 0 }) => minimum));
}

/** Texts of a pattern; a look ahead, which fast-check cannot make, is left to the schema's own check. */
function matching({ source, flags }: RegExp): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(source.replaceAll(/\(\?[!=][^()]*\)/g, ''), flags));
}

/** Whole numbers within a schema's bounds; the smallest come more often. */
function integerWithin(checks: readonly Check[]): fc.Arbitrary<number> {
  const bound = (name: string) => checks.find(({ check }) => check === name)?.value;
  const [min, max] = [bound('greater_than') ?? 0, bound('less_than') ?? 300];
  return fc.oneof(fc.integer({ min, max: Math.min(max, min + 3) }), fc.integer({ min, max }));
}

/** Values that mostly fit a schema, made from its definition; callers filter them with the schema itself. */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { def } = (schema as unknown as Node)._zod;
  const checks = checksOf(def);
  switch (def.type) {
    case 'string':
      return fc.oneof(
        ...checks.flatMap(({ pattern }) => (pattern ? [{ weight: 5, arbitrary: matching(pattern) }] : [])),
        // The form of ids in a test's world, so that some of them exist.
        fc.integer({ min: 1, max: 9 }).map((n) => `id-${n}`),
        fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'abcXYZ019-_'.split('')) }),
        fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
        fc.constantFrom('👍', '🏳️‍🌈'),
      );
    case 'number':
    case 'int':
      return fc.oneof(
        { weight: 3, arbitrary: integerWithin(checks) },
        { weight: 1, arbitrary: fc.double({ noNaN: true }) },
      );
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def['entries'] as Record<string, string>));
    case 'literal':
      return fc.constantFrom(...(def['values'] as unknown[]));
    case 'array':
      return fc.array(fitting(part(def, 'element')), {
        minLength: leastLength(checks),
        maxLength: Math.max(5, leastLength(checks)),
      });
    case 'optional':
      return fc.option(fitting(part(def, 'innerType')), { nil: undefined, freq: 2 });
    case 'nullable':
      return fc.option(fitting(part(def, 'innerType')), { nil: null, freq: 2 });
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8, unit: fc.constantFrom(...'abc'.split('')) }), fc.jsonValue(), {
        maxKeys: 4,
      });
    case 'object': {
      const shape = def['shape'] as Record<string, Schema>;
      return fc.record(Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, fitting(value)])));
    }
    case 'unknown':
      return fc.jsonValue();
    case 'union':
      return fc.oneof(...(def['options'] as Schema[]).map(fitting));
    default:
      throw new Error(`No arbitrary for a ${def.type}: add one in arbitrary.ts`);
  }
}

/** A fitting value with one fault: a hostile field, a missing one or one too many. */
export function spoilt(schema: Schema): fc.Arbitrary<unknown> {
  return fc
    .tuple(fitting(schema), hostile, fc.nat(), fc.constantFrom('change', 'remove', 'add'))
    .map(([value, bad, at, how]) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return bad;
      const keys = Object.keys(value);
      const key = keys[at % Math.max(1, keys.length)] ?? 'extra';
      const copy: Record<string, unknown> = { ...value };
      if (how === 'remove') delete copy[key];
      else copy[how === 'add' ? 'extra' : key] = bad;
      return copy;
    });
}
