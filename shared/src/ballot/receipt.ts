import * as z from 'zod/mini';

/** Crockford's: no letter looks like another. */
const codeLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Made at random by the voter, 100 bits: by it they find their own ballot in the published list. */
export const ReceiptCode = z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/));

/** A receipt code from 20 random bytes. */
export function receiptCode(random: Uint8Array): string {
  const letters = Array.from(random, (byte) => codeLetters[byte % codeLetters.length]).join('');
  return [0, 4, 8, 12, 16].map((start) => letters.slice(start, start + 4)).join('-');
}
