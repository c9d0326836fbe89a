import './jitless.ts';

/** Keeps this browser's identity for the server: a signed token without a name, sent with every request for a ticket. */
export interface IdentityStorage {
  load(): string | undefined;
  save(token: string): void;
}

const place = 'plenum.identity';

/** The same identity for as long as the browser keeps its storage. */
export function browserIdentity(storage: Storage = globalThis.localStorage): IdentityStorage {
  return {
    load() {
      try {
        return storage.getItem(place) ?? undefined;
      } catch {
        return undefined;
      }
    },
    save(token) {
      try {
        storage.setItem(place, token);
      } catch {
        // Without storage, each visit has a new identity.
      }
    },
  };
}
