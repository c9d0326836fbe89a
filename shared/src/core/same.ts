/** True when two parsed values are the same as JSON; fields that a schema has parsed are in the order of the schema. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
