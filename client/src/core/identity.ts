import './jitless.ts';

/** Where it is kept who this browser is to the server: a signed token without a name, sent with every wish to enter. */
export interface IdentityStorage {
  load(): string | undefined;
  save(token: string): void;
}

const place = 'plenum.identity';

/** The same person for as long as this browser keeps its storage. */
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
        // Without storage one is somebody new at each visit.
      }
    },
  };
}
