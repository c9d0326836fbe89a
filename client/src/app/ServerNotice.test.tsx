import { act, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { onPage, usePage } from '../testing/onPage.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { toasts } from '../ui/toasts.ts';
import { ServerNotice } from './ServerNotice.tsx';

usePage();

const realFetch = globalThis.fetch;
afterEach(() => {
  vi.stubGlobal('fetch', realFetch);
  toasts.setState({ list: [] });
});

const words = 'Update on Monday at six.';

/** The server answers with this notice from now on. */
function says(text: string | undefined): void {
  const answer = text === undefined ? {} : { notice: { text } };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answer)));
}

/** The page asks again, as it does when it is seen again. */
const isSeen = () => act(async () => void document.dispatchEvent(new Event('visibilitychange')));

const page = () =>
  onPage(
    <>
      <ServerNotice />
      <Toasts />
    </>,
  );

it('shows the notice, and takes it away when it is taken back', async () => {
  says(words);
  page();
  expect(await screen.findByText(words)).toBeTruthy();
  says(undefined);
  await isSeen();
  await vi.waitFor(() => expect(screen.queryByText(words)).toBeNull(), { timeout: 15_000 });
});

it('does not show a notice again in the same tab, but shows another one', async () => {
  says(words);
  const first = page();
  await screen.findByText(words);
  first.unmount();
  toasts.setState({ list: [] });
  page();
  await isSeen();
  expect(screen.queryByText(words)).toBeNull();
  says('Over at noon.');
  await isSeen();
  expect(await screen.findByText('Over at noon.')).toBeTruthy();
});

it('stays silent without an answer', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  page();
  await isSeen();
  expect(toasts.getState().list).toEqual([]);
});
