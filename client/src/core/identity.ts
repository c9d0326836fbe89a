import './jitless.ts';
import { browserStorage } from './storage.ts';

/** Keeps this browser's identity for the server: a signed token without a name, sent with every request for a ticket. */
export interface IdentityStorage {
  load(): string | undefined;
  save(token: string): void;
}

const place = 'plenum.identity';

/** The same identity for as long as the browser keeps its storage. */
export function browserIdentity(): IdentityStorage {
  return { load: () => browserStorage.load(place), save: (token) => browserStorage.save(place, token) };
}
