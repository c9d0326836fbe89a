/** Named strings of this browser. No function throws. */
export interface KeptStrings {
  load(name: string): string | undefined;
  save(name: string, value: string): void;
  remove(name: string): void;
}

/**
 * Keeps strings in the storage of the browser, and in this page for as long as it is open where the browser refuses: when site
 * data are blocked already the look at `localStorage` throws, and a full storage refuses single values.
 */
function keptIn(storage: () => Storage): KeptStrings {
  const here = new Map<string, string>();
  return {
    load(name) {
      const kept = here.get(name);
      if (kept !== undefined) return kept;
      try {
        return storage().getItem(name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    save(name, value) {
      try {
        storage().setItem(name, value);
        here.delete(name);
      } catch {
        here.set(name, value);
      }
    },
    remove(name) {
      here.delete(name);
      try {
        storage().removeItem(name);
      } catch {
        // A blocked storage has kept nothing.
      }
    },
  };
}

/** For all tabs of this browser, until the person deletes the site's data. */
export const browserStorage = keptIn(() => globalThis.localStorage);

/** For this tab, over a reload. */
export const tabStorage = keptIn(() => globalThis.sessionStorage);
