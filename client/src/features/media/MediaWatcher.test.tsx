import { type Entry, entryMs, moderation } from '@plenum/shared/features/moderation/contract';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stateOf } from '../../core/store.ts';
import { fakeDevices } from '../../testing/fakeDevices.ts';
import { type FakeSession, fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { toasts } from '../../ui/toasts.ts';
import { LocalMedia } from './local/LocalMedia.ts';
import { LocalMediaContext } from './local/localMediaContext.ts';
import { MediaWatcher } from './MediaWatcher.tsx';
import { volumesOf } from './sound/volumes.ts';

usePage();

let local: LocalMedia;
beforeEach(async () => {
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  toasts.setState({ list: [] });
  fakeDevices();
  vi.stubGlobal('MediaStream', function MediaStream() {});
  local = new LocalMedia();
  await local.startRemembered();
});
afterEach(() => {
  local.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function sceneOf(entry: Entry, enteredAt: number | undefined): FakeSession {
  const state = meetingState({}, [person('me'), person('ben', { name: 'Ben' }), person('cleo')]);
  const entered: Record<string, number> = enteredAt === undefined ? {} : { me: enteredAt };
  const set = { ...stateOf(state, moderation), entry, entered };
  return fakeSession({ ...state, states: { ...state.states, [moderation.name]: set } });
}

function show(session: FakeSession) {
  return onPage(
    <LocalMediaContext value={local}>
      <MediaWatcher />
    </LocalMediaContext>,
    session,
  );
}

const devices = () => [local.state.micMuted, local.state.camera.state];
const said = () => toasts.getState().list.map(({ words }) => words);

it('begins muted and without camera where the room asks for it, and says so', () => {
  show(sceneOf({ muted: true, camerasOff: true }, Date.now()));
  expect(devices()).toEqual([true, 'off']);
  expect(said()).toEqual([expect.stringContaining('muted and without camera')]);
});

it('begins as the person chose where the room asks for nothing, after a reload, and for members who lead', () => {
  const asks = { muted: true, camerasOff: true };
  for (const session of [
    sceneOf({ muted: false, camerasOff: false }, Date.now()),
    sceneOf(asks, Date.now() - entryMs),
    sceneOf(asks, undefined),
  ]) {
    const { unmount } = show(session);
    expect([devices(), said()]).toEqual([[false, 'on'], []]);
    unmount();
  }
});

it('plays a person as loud as this person chose, also in an audio slot that another held before', async () => {
  const session = sceneOf({ muted: false, camerasOff: false }, undefined);
  const slot = (member: string) => ({ slot: 0, consumerId: 'c', track: {} as MediaStreamTrack, member });
  session.store.setState({ slots: [slot('cleo')] });
  const { container } = show(session);
  const volume = () => container.querySelector('audio')?.volume;
  act(() => volumesOf(session).setState({ changing: 'ben' }));
  fireEvent.change(await screen.findByRole('slider', { name: 'Volume' }), { target: { value: '40' } });
  expect(volume()).toBe(1);
  act(() => session.store.setState({ slots: [slot('ben')] }));
  expect(volume()).toBe(0.4);
  screen.getByText('40%');
});
