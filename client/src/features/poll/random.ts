const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 64 random hex digits. */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A receipt code: 100 random bits in five groups of signs that do not look alike. */
export function receiptCode(): string {
  // 32 signs: the last five bits of a byte are as random as the byte.
  const drawn = [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => signs[byte % signs.length]);
  return [0, 4, 8, 12, 16].map((start) => drawn.slice(start, start + 4).join('')).join('-');
}
