const place = 'plenum.serverKey';

/** The key with which this browser has opened a room here; '' when there is none. */
export function knownServerKey(): string {
  try {
    return localStorage.getItem(place) ?? '';
  } catch {
    return '';
  }
}

/** Stores a key that the server has accepted. */
export function rememberServerKey(key: string): void {
  try {
    localStorage.setItem(place, key);
  } catch {
    // Without storage, the person types the key again next time.
  }
}
