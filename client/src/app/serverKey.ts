const place = 'plenum.serverKey';

/** The key with which this browser opened a room here before; '' when it never did. */
export function knownServerKey(): string {
  try {
    return localStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a key that the server has taken. */
export function rememberServerKey(key: string): void {
  try {
    localStorage.setItem(place, key);
  } catch {
    // Then it is typed again next time.
  }
}
