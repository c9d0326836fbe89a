import * as z from 'zod/mini';
import { MemberId, NameOfMember } from './ids.ts';

/** Returns another id for a hidden member; undefined for a member who may be known. */
export type Hide = (id: MemberId) => MemberId | undefined;

/** `isHidden`: the names in this value belong to a hidden member. */
type Step = (value: unknown, hide: Hide, isHidden: boolean) => unknown;

interface Plan {
  readonly step: Step;
  readonly hasNames: boolean;
  /** For an object: the steps for its fields. */
  readonly fields?: Fields;
}
type Fields = ReadonlyMap<string, { readonly step: Step; readonly hasNames: boolean; readonly isId: boolean }>;

const plans = new WeakMap<z.core.$ZodType, Plan | 'none'>();

/**
 * Returns the value as one receiver may see it: hidden members have other ids and empty names. The schema says where ids and
 * names are. A value with nothing to hide is returned as the same object.
 */
export function conceal<T>(schema: z.core.$ZodType, value: T, hide: Hide): T {
  const plan = planOf(schema);
  // Ids are replaced by ids and names by names, so the value still fits its schema.
  return plan ? (plan.step(value, hide, false) as T) : value;
}

/** Returns the members that a value names where its schema says `MemberId`. */
export function membersIn(schema: z.core.$ZodType, value: unknown): ReadonlySet<MemberId> {
  const found = new Set<MemberId>();
  conceal(schema, value, (id) => {
    found.add(id);
    return undefined;
  });
  return found;
}

/** Whether a schema has names beside ids. A receiver cannot get such names anew by a change of ids alone. */
export function hasNames(schema: z.core.$ZodType): boolean {
  return planOf(schema)?.hasNames ?? false;
}

function planOf(schema: z.core.$ZodType): Plan | undefined {
  const known = plans.get(schema);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const plan = planFor(schema);
  plans.set(schema, plan ?? 'none');
  return plan;
}

function planFor(schema: z.core.$ZodType): Plan | undefined {
  if (schema === MemberId) {
    return { hasNames: false, step: (id, hide) => (typeof id === 'string' ? (hide(id) ?? id) : id) };
  }
  if (schema === NameOfMember) return { hasNames: true, step: (name, _hide, isHidden) => (isHidden ? '' : name) };
  if (schema instanceof z.core.$ZodObject) return planForFields(fieldsOf(schema._zod.def.shape));
  if (schema instanceof z.core.$ZodArray) return planForArray(schema._zod.def.element);
  if (schema instanceof z.core.$ZodRecord) return planForRecord(schema._zod.def.keyType, schema._zod.def.valueType);
  if (schema instanceof z.core.$ZodUnion) return planForUnion(schema._zod.def.options);
  const inner = innerOf(schema);
  return inner && planOf(inner);
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const isWrapped =
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault;
  return isWrapped ? schema._zod.def.innerType : undefined;
}

function isIdSchema(schema: z.core.$ZodType): boolean {
  const inner = innerOf(schema);
  return schema === MemberId || (inner !== undefined && isIdSchema(inner));
}

function fieldsOf(shape: Readonly<Record<string, z.core.$ZodType>>): Fields {
  const fields: Map<string, { step: Step; hasNames: boolean; isId: boolean }> = new Map();
  for (const [name, schema] of Object.entries(shape)) {
    const plan = planOf(schema);
    if (plan) fields.set(name, { ...plan, isId: isIdSchema(schema) });
  }
  return fields;
}

function planForFields(fields: Fields): Plan | undefined {
  if (fields.size === 0) return undefined;
  const ids = [...fields].filter(([, { isId }]) => isId).map(([name]) => name);
  const step: Step = (value, hide, isHidden) => {
    if (!isObject(value)) return value;
    let hides: boolean | undefined;
    for (const name of ids) {
      const id = value[name];
      if (typeof id === 'string') hides = hides === true || hide(id) !== undefined;
    }
    let copy: Record<string, unknown> | undefined;
    for (const [name, field] of fields) {
      const before = value[name];
      const after = before === undefined ? before : field.step(before, hide, hides ?? isHidden);
      if (after !== before) (copy ??= { ...value })[name] = after;
    }
    return copy ?? value;
  };
  return { step, fields, hasNames: [...fields.values()].some((field) => field.hasNames) };
}

function planForArray(element: z.core.$ZodType): Plan | undefined {
  const plan = planOf(element);
  if (!plan) return undefined;
  const step: Step = (value, hide, isHidden) => {
    if (!Array.isArray(value)) return value;
    const copy = value.map((item: unknown) => plan.step(item, hide, isHidden));
    return copy.some((item, index) => item !== value[index]) ? copy : value;
  };
  return { step, hasNames: plan.hasNames };
}

function planForRecord(keys: z.core.$ZodType, values: z.core.$ZodType): Plan | undefined {
  const plan = planOf(values);
  const isById = isIdSchema(keys);
  if (!plan && !isById) return undefined;
  const step: Step = (value, hide, isHidden) => {
    if (!isObject(value)) return value;
    let isSame = true;
    const entries = Object.entries(value).map(([key, before]) => {
      const other = isById ? hide(key) : undefined;
      const after = plan ? plan.step(before, hide, isById ? other !== undefined : isHidden) : before;
      if (other !== undefined || after !== before) isSame = false;
      return [other ?? key, after] as const;
    });
    return isSame ? value : Object.fromEntries(entries);
  };
  return { step, hasNames: plan?.hasNames ?? false };
}

/** One plan serves all objects of a union, because equal field names have the same meaning in all of them. */
function planForUnion(options: readonly z.core.$ZodType[]): Plan | undefined {
  const found = options.flatMap((option) => planOf(option) ?? []);
  if (found.length <= 1) return found[0];
  const fields = new Map(found.flatMap((plan) => [...(plan.fields ?? [])]));
  return planForFields(fields);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
