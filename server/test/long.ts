/** True in `npm run test:long`, which also runs what goes deeper into a rule than its main case, or takes minutes. */
export const isLong = process.env['PLENUM_LONG_DAYS'] !== undefined;

/** How often or how much, in `npm test` and in `npm run test:long`. */
export function depth<T>(usual: T, long: T): T {
  return isLong ? long : usual;
}
