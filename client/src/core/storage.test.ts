// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasOwnPicture } from '../features/media/effects/background/ownPicture.ts';
import {
  devicesBeforeReload,
  rememberDevices,
  rememberedDevices,
  rememberForReload,
} from '../features/media/local/deviceMemory.ts';
import { loadPaper, removePaper, savePaper } from '../features/poll/vote/keptPapers.ts';
import { keyOf, knownRooms, rememberRoom } from '../app/entry/roomKeys.ts';
import storageBlocked from '../testing/cases/storage-blocked.js?raw';
import { browserIdentity } from './identity.ts';
import { tabSeats } from './seats.ts';
import { browserStorage, tabStorage } from './storage.ts';

const storages = ['localStorage', 'sessionStorage'] as const;
const real = storages.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
/** As a browser that blocks site data: already the look at the storage throws. */
const blocked = () => {
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- a script of the house, as a page would run it.
  new Function('window', storageBlocked)(globalThis);
  expect(() => localStorage.getItem('x')).toThrow('blocked');
};
/** As a WebView without storage. */
const missing = () => {
  for (const name of ['localStorage', 'sessionStorage']) vi.stubGlobal(name, null);
};
const full = () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
};

describe.each([
  ['blocked', blocked],
  ['missing', missing],
  ['full', full],
])('a storage that is %s', (_state, refuse) => {
  beforeEach(refuse);
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    for (const [name, property] of real) if (property) Object.defineProperty(globalThis, name, property);
  });

  it('lasts as long as the page', () => {
    for (const storage of [browserStorage, tabStorage]) {
      expect(storage.load('x')).toBeUndefined();
      storage.save('x', '1');
      expect(storage.load('x')).toBe('1');
      storage.remove('x');
      expect(storage.load('x')).toBeUndefined();
    }
  });

  it('keeps the seat, which uploads need, the identity and the key of an own room', () => {
    const seats = tabSeats();
    seats.save('a-room', { seat: 'a', roomUrl: 'http://here/' });
    expect(tabSeats().load('a-room')?.seat).toBe('a');
    seats.clear('a-room');
    expect(tabSeats().load('a-room')).toBeUndefined();
    browserIdentity().save('token');
    expect(browserIdentity().load()).toBe('token');
    rememberRoom({ id: 'a-room', title: 'A', keys: { host: 'key' } });
    expect([keyOf('a-room'), knownRooms().length]).toEqual(['key', 1]);
  });

  it('keeps devices and a ballot paper', () => {
    rememberDevices({ micOn: false });
    expect(rememberedDevices().micOn).toBe(false);
    rememberForReload('a-room', { mic: true, camera: false, muted: true });
    expect(devicesBeforeReload('a-room')).toEqual({ mic: true, camera: false, muted: true });
    const place = { room: 'a-room', poll: 'p', member: 'm' };
    savePaper(place, { cast: true });
    expect(loadPaper(place)).toEqual({ cast: true });
    removePaper(place);
    expect(loadPaper(place)).toBeUndefined();
    expect(hasOwnPicture()).toBe(false);
  });
});

it('is what all code uses that keeps something in the browser', () => {
  const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}', '!../testing/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const users = Object.entries(sources).filter(([, text]) => /(localStorage|sessionStorage)[.)[]/.test(text));
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(users.map(([file]) => file)).toEqual(['./storage.ts']);
});
