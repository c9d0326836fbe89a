import type { Shown } from '@plenum/shared/features/media/contract';
import { act, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fakeDevices } from '../../testing/fakeDevices.ts';
import { fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { LocalMedia } from './local/LocalMedia.ts';
import { LocalMediaContext } from './local/localMediaContext.ts';
import { MediaBanner } from './MediaBanner.tsx';

usePage();

it('says in words which pictures a busy server leaves out, and nothing while the media line is lost', () => {
  const session = fakeSession({ ...meetingState(), mediaLine: { state: 'open' } });
  fakeDevices();
  const local = new LocalMedia();
  onPage(
    <LocalMediaContext value={local}>
      <MediaBanner />
    </LocalMediaContext>,
    session,
  );
  const show = (pictures: Shown) => act(() => session.store.setState({ pictures }));
  expect(screen.queryByRole('status')).toBeNull();
  show('smaller');
  expect(screen.getByRole('status').textContent).toMatch(/less sharp.*everyone can be heard/);
  show('some');
  expect(screen.getByRole('status').textContent).toMatch(/only some cameras/);
  show('none');
  expect(screen.getByRole('status').textContent).toMatch(/sound only/);
  act(() => session.store.setState({ mediaLine: { state: 'connecting' } }));
  expect(screen.queryByText(/sound only/)).toBeNull();
  act(() => session.store.setState({ mediaLine: { state: 'open' } }));
  show('all');
  expect(screen.queryByRole('status')).toBeNull();
  local.close();
  vi.unstubAllGlobals();
});
