import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { type MeetingSession, SessionContext } from '../app/session.ts';
import { HouseContext } from '../app/house.ts';
import type { FeatureSlots } from '../app/slots.ts';
import { keepInputMethodKeys } from '../ui/inputMethod.ts';
import { startI18n, words } from '../i18n/i18n.ts';

/** What jsdom does not have and the interface needs; English words; an empty page after each test. */
export function usePage(): void {
  let release: () => void = () => {};
  beforeAll(async () => {
    release = keepInputMethodKeys();
    vi.stubGlobal('ResizeObserver', Silent);
    vi.stubGlobal('IntersectionObserver', Silent);
    vi.stubGlobal('matchMedia', (media: string) => ({
      media,
      matches: false,
      addEventListener() {},
      removeEventListener() {},
    }));
    // jsdom has no layout to scroll.
    if (!('checkVisibility' in Element.prototype)) Object.assign(Element.prototype, { checkVisibility: () => true });
    if (!('scrollTo' in Element.prototype)) Object.assign(Element.prototype, { scrollTo() {} });
    await startI18n('en');
  });
  afterAll(() => release());
  afterEach(() => {
    cleanup();
    localStorage.clear();
    sessionStorage.clear();
  });
}

class Silent {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Renders with words and, when given, inside a meeting with these features. */
export function onPage(node: ReactNode, session?: MeetingSession, features: readonly FeatureSlots[] = []) {
  return render(
    <I18nextProvider i18n={words}>
      <HouseContext value={{ features }}>
        <SessionContext value={session}>{node}</SessionContext>
      </HouseContext>
    </I18nextProvider>,
  );
}
