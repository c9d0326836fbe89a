import * as fc from 'fast-check';
import type { Schema } from '@plenum/shared/core/contract';

type Def = Readonly<Record<string, unknown>> & { readonly type: string };
interface Node {
  readonly _zod: { readonly def: Def };
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

/** Anything at all, with a bias to what has hurt servers before. */
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

/** Values that mostly fit a schema, walked from its definition; the schema itself decides (callers filter by it). */
export function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { def } = (schema as unknown as Node)._zod;
  switch (def.type) {
    case 'string':
      return fc.oneof(
        fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom(...'abcXYZ019-_'.split('')) }),
        fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
      );
    case 'number':
    case 'int':
      return fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 300 }), fc.double({ noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def['entries'] as Record<string, string>));
    case 'literal':
      return fc.constantFrom(...(def['values'] as unknown[]));
    case 'array':
      return fc.array(fitting(part(def, 'element')), { maxLength: 5 });
    case 'optional':
      return fc.option(fitting(part(def, 'innerType')), { nil: undefined });
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
      throw new Error(`No arbitrary for a ${def.type}: teach arbitrary.ts`);
  }
}

/** A fitting value with one thing wrong: a field hostile, missing or too many. */
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
