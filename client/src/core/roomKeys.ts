import './jitless.ts';
import { derivedKeyBytes, derivedKeys, type RoomKeys } from '@plenum/shared/core/keys';

/**
 * A browser's keys of a room, with all keys derived from them. On a page without TLS, where browsers offer no cryptography,
 * only the given keys.
 */
export async function withDerivedKeys(held: RoomKeys): Promise<RoomKeys> {
  let keys = held;
  if (!globalThis.crypto?.subtle) return keys;
  for (const { from, to, label } of derivedKeys) {
    const key = keys[from];
    if (key !== undefined && keys[to] === undefined) keys = { ...keys, [to]: await derive(key, label) };
  }
  return keys;
}

async function derive(key: string, label: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const secret = await crypto.subtle.importKey('raw', encoder.encode(key), algorithm, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', secret, encoder.encode(label)));
  return btoa(String.fromCharCode(...mac.subarray(0, derivedKeyBytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
