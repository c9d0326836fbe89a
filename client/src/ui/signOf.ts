interface Pressed {
  readonly key: string;
  readonly code: string;
}

/**
 * The sign of a key, the same on keyboards of every script: a letter as A to Z, a digit as 0 to 9, else `key` itself. Where the
 * keyboard has Latin letters the letter on the key counts, wherever the key is; with another script the place of the key counts.
 */
export function signOf({ key, code }: Pressed): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^[?\u{ff1f}\u{61f}]$/u.test(key)) return '?';
  const digit = /^\p{Nd}$/u.test(key) ? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] : undefined;
  if (digit !== undefined && !/^\d$/.test(key)) return digit;
  // One key can write several letters, as of Arabic, or a mark, as of Thai. Names of keys, such as Enter, are Latin.
  const isLetter = /^\p{L}$/u.test(key) || (/^[\p{L}\p{M}]+$/u.test(key) && !/\p{Script=Latin}/u.test(key));
  return (isLetter ? /^Key([A-Z])$/.exec(code)?.[1] : undefined) ?? key;
}
