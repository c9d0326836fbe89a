import * as z from 'zod/mini';

/** Crockford's alphabet: no two of its letters look alike. */
const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of 100 random bits from the voter, who finds their own ballot by it in the published list. */
export const ReceiptCode = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/));

/** Returns a receipt code from 20 random bytes. */
export function receiptCode(random: Uint8Array): string {
  const letters = Array.from(random, (byte) => codeLetters[byte % codeLetters.length]).join('');
  return [0, 4, 8, 12, 16].map((start) => letters.slice(start, start + 4)).join('-');
}
