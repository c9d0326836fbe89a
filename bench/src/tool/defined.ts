/** The fields that are not undefined. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  // The fields are those of T; only undefined ones were taken out.
  return Object.fromEntries(known) as { [K in keyof T]?: NonNullable<T[K]> };
}
