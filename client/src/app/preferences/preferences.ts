import '../../core/jitless.ts';
import { LayoutMode } from '@plenum/shared/features/layout/contract';
import * as z from 'zod/mini';
import { catch as orElse } from 'zod/mini';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { browserStorage } from '../../core/storage.ts';

const Preferences = z.object({
  name: orElse(z.string(), ''),
  language: orElse(z.optional(z.enum(['en', 'es', 'de'])), undefined),
  theme: orElse(z.enum(['system', 'light', 'dark']), 'system'),
  shortcuts: orElse(z.boolean(), true),
  sounds: orElse(z.object({ join: z.boolean(), hand: z.boolean(), message: z.boolean(), warning: z.boolean() }), {
    join: false,
    hand: true,
    message: true,
    warning: true,
  }),
  chatNotices: orElse(
    z.object({ private: z.boolean(), mentions: z.boolean(), everyone: z.boolean(), outside: z.boolean() }),
    { private: true, mentions: true, everyone: false, outside: false },
  ),
  announceJoins: orElse(z.boolean(), true),
  mirror: orElse(z.boolean(), true),
  panel: orElse(z.nullable(z.string()), null),
  panelWidth: orElse(z.number(), 344),
  /** The order of the list of people: by name, or raised hands before the others. */
  peopleOrder: orElse(z.enum(['name', 'hands']), 'name'),
  layoutMode: orElse(LayoutMode, 'stage'),
  /** Tiles on a page; null: as many as fit the window. */
  tilesPerPage: orElse(z.nullable(z.int().check(z.minimum(4), z.maximum(25))), null),
  selfView: orElse(z.enum(['show', 'small', 'hide']), 'show'),
  /** Received cameras: all visible ones, small pictures only, or none. */
  dataSaving: orElse(z.enum(['off', 'small', 'sound']), 'off'),
});

/** Preferences of this browser. They are never sent anywhere. */
export type Preferences = z.infer<typeof Preferences>;

const place = 'plenum.preferences';

function read(): Preferences {
  try {
    return z.parse(Preferences, JSON.parse(browserStorage.load(place) ?? '{}'));
  } catch {
    return z.parse(Preferences, {});
  }
}

/** The store of the preferences, also for code outside React. */
export const preferences = createStore<Preferences>(read);

preferences.subscribe((state) => browserStorage.save(place, JSON.stringify(state)));

/** One preference and a function that changes it. */
export function usePreference<K extends keyof Preferences>(key: K): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useStore(preferences, (state) => state[key]);
  const set = (next: Preferences[K]) => preferences.setState((state) => ({ ...state, [key]: next }));
  return [value, set];
}
