/** The length of a password in characters. The server adds nothing to it: length is what counts. */
export const passwordLength = { min: 10, max: 128 } as const;
/** The most passkeys of one account. */
export const mostPasskeys = 20;
