import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FakeDevices, fakeDevices } from '../../../testing/fakeDevices.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { LocalMedia } from '../local/LocalMedia.ts';
import { LocalMediaContext } from '../local/localMediaContext.ts';
import { DevicePreview } from './DevicePreview.tsx';

usePage();
let devices: FakeDevices;
let local: LocalMedia;

beforeEach(() => {
  devices = fakeDevices();
  local = new LocalMedia();
});
afterEach(() => {
  local.close();
});

const show = () =>
  onPage(
    <LocalMediaContext value={local}>
      <DevicePreview />
    </LocalMediaContext>,
  );

it('tries a camera that is off, for this person alone, and lets it go with the settings', async () => {
  const { unmount } = show();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try the camera' })));
  await screen.findByText('Only you see and hear this.');
  expect([devices.asked.length, local.state.camera.state]).toEqual([1, 'off']);
  unmount();
  expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended']);
});

it('tries another camera when the choice changes, and says why a device cannot be tried', async () => {
  show();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try the camera' })));
  await screen.findByText('Only you see and hear this.');
  devices.refuse = () => new DOMException('in use', 'NotReadableError');
  await act(async () => local.remember({ camera: 'id-other' }));
  expect(devices.given.map(({ readyState }) => readyState)).toEqual(['ended']);
  await screen.findByText(/program is using your camera/i);
});

it('needs no trial while the camera is on in the meeting', async () => {
  await local.start('camera');
  show();
  expect(screen.queryByRole('button', { name: 'Try the camera' })).toBeNull();
  screen.getByRole('button', { name: 'Try the microphone' });
});

vi.mock('../tiles/VideoView.tsx', () => ({ VideoView: () => <p>picture</p> }));
