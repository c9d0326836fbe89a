/** True when two parsed values are equal as JSON. Parsed objects have their fields in the order of the schema. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
