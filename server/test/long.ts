/** True in `npm run test:long`, which also runs the cases that take a converter to its time bounds. */
export const isLong = process.env['PLENUM_LONG_DAYS'] !== undefined;
