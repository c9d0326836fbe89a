import * as z from 'zod/mini';
import { MemberId, NameOfMember } from './ids.ts';

/** Another id for a member who must not be known; undefined for one who may be. */
export type Hide = (id: MemberId) => MemberId | undefined;

/** `isHidden`: the names in this value are of somebody who must not be known. */
type Step = (value: unknown, hide: Hide, isHidden: boolean) => unknown;

interface Plan {
  readonly step: Step;
  readonly hasNames: boolean;
  /** Of an object: what is done with its fields. */
  readonly fields?: Fields;
}
type Fields = ReadonlyMap<string, { readonly step: Step; readonly hasNames: boolean; readonly isId: boolean }>;

const plans = new WeakMap<z.core.$ZodType, Plan | 'none'>();

/**
 * The value as somebody may be told it: hidden members by other ids, their names empty. The schema says where ids and
 * names stand. A value that has nothing to hide comes back as the same object.
 */
export function conceal<T>(schema: z.core.$ZodType, value: T, hide: Hide): T {
  const plan = planOf(schema);
  // Ids are replaced by ids and names by names: the value fits its schema as before.
  return plan ? (plan.step(value, hide, false) as T) : value;
}

/** The members that a value names where its schema says `MemberId`. */
export function membersIn(schema: z.core.$ZodType, value: unknown): ReadonlySet<MemberId> {
  const found = new Set<MemberId>();
  conceal(schema, value, (id) => {
    found.add(id);
    return undefined;
  });
  return found;
}

/** Whether a schema has names beside ids: those cannot be told again by renaming alone. */
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

/** Objects of one union have ids and names in fields of the same meaning, so that one look serves all of them. */
function planForUnion(options: readonly z.core.$ZodType[]): Plan | undefined {
  const found = options.flatMap((option) => planOf(option) ?? []);
  if (found.length <= 1) return found[0];
  const fields = new Map(found.flatMap((plan) => [...(plan.fields ?? [])]));
  return planForFields(fields);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
