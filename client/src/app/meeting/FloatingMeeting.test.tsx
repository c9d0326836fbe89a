import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { FloatingMic } from '../../features/media/sound/FloatingMic.tsx';
import { LocalMedia } from '../../features/media/local/LocalMedia.ts';
import { LocalMediaContext } from '../../features/media/local/localMediaContext.ts';
import { fakeDevices } from '../../testing/fakeDevices.ts';
import { fakeSession } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { floating } from './floating.ts';
import { FloatingMeeting } from './FloatingMeeting.tsx';

usePage();
afterEach(() => floating.setState({ page: undefined }));

it('has the microphone and Leave in the floating window', async () => {
  fakeDevices();
  const session = fakeSession();
  const local = new LocalMedia();
  onPage(
    <LocalMediaContext value={local}>
      <FloatingMeeting />
    </LocalMediaContext>,
    session,
    [{ name: 'media', FloatingControl: FloatingMic }],
  );
  const frame = document.body.appendChild(document.createElement('iframe'));
  const page = frame.contentWindow as Window;
  Object.assign(page, { ResizeObserver });
  act(() => floating.setState({ page }));
  const inside = within(page.document.body);
  await act(() => local.start('mic'));
  fireEvent.click(inside.getByRole('button', { name: 'Mute your microphone' }));
  expect(local.state.micMuted).toBe(true);
  expect(inside.getByRole('button', { name: 'Unmute your microphone' })).toBeTruthy();
  fireEvent.click(inside.getByRole('button', { name: 'Leave meeting' }));
  expect(session.store.getState().line).toEqual({ state: 'closed', reason: 'left' });
  expect(screen.queryByRole('button', { name: 'Leave meeting' })).toBeNull();
  frame.remove();
});
