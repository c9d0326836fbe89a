import { media, type Source } from '@plenum/shared/features/media/contract';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { preferences } from '../../../app/preferences/preferences.ts';
import { SessionContext } from '../../../app/session.ts';
import type { MeetingState } from '../../../core/store.ts';
import { type FakeDevices, fakeDevices } from '../../../testing/fakeDevices.ts';
import { fakeSession, meetingState, person } from '../../../testing/fakeSession.ts';
import { usePage } from '../../../testing/onPage.tsx';
import { LocalMedia } from '../local/LocalMedia.ts';
import { LocalMediaContext } from '../local/localMediaContext.ts';
import { useContentCameraGroup } from '../screen/useContentCamera.ts';
import { useMoreCameraGroup } from './useMoreCameras.ts';
import { useMoreTiles } from './useMoreTiles.tsx';
import { useStage } from '../screen/useStage.tsx';

usePage();

let devices: FakeDevices;
let local: LocalMedia;
beforeEach(async () => {
  devices = fakeDevices();
  local = new LocalMedia();
  devices.plug('Face', 'Desk', 'Room', 'Door');
  await vi.waitUntil(() => local.state.devices.camera.length === 4, { timeout: 15_000 });
});
afterEach(() => {
  local.close();
  preferences.setState({ dataSaving: 'off' });
  vi.unstubAllGlobals();
});

/** Runs a hook in a meeting with these streams. */
function inMeeting<T>(
  hook: () => T,
  streams: Record<string, readonly Source[]> = {},
  part: Partial<MeetingState> = {},
) {
  const before = meetingState({}, [person('me'), person('ann')]);
  const session = fakeSession({
    ...before,
    ...part,
    states: {
      ...before.states,
      [media.name]: {
        streams: Object.fromEntries(
          Object.entries(streams).map(([member, sources]) => [
            member,
            Object.fromEntries(sources.map((source) => [source, { muted: false }])),
          ]),
        ),
      },
    },
  });
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <SessionContext value={session}>
      <LocalMediaContext value={local}>{children}</LocalMediaContext>
    </SessionContext>
  );
  return renderHook(hook, { wrapper }).result;
}
const may = (...abilities: MeetingState['me']['abilities']) => ({ me: { ...meetingState().me, abilities } });
const labels = ({ entries }: { readonly entries: readonly { readonly label: string }[] }) =>
  entries.map(({ label }) => label);

it('gives each further camera a tile of its own, and me a way to stop mine', async () => {
  const streams = { ann: ['mic', 'camera', 'camera3'], me: ['camera', 'camera2'] } as const;
  const tiles = inMeeting(useMoreTiles, streams, may('cameraSee'));
  expect(tiles.current.map(({ key, title }) => `${key}: ${title}`)).toEqual([
    'me/camera2: You, camera 2',
    'ann/camera3: Name ann, camera 3',
  ]);
  expect(tiles.current.map(({ entries = [] }) => entries.map(({ label }) => label))).toEqual([['Stop camera 2'], []]);
  await act(() => local.moreCameras.add('id-Desk'));
  act(() => tiles.current[0]?.entries?.[0]?.run());
  expect(local.state.camera2.state).toBe('off');
});

it('has no tile for a camera that I may not see or do not want', () => {
  const streams = { ann: ['camera2'], me: ['camera2'] } as const;
  const mine = [expect.objectContaining({ key: 'me/camera2' })];
  expect(inMeeting(useMoreTiles, streams, may()).current).toEqual(mine);
  preferences.setState({ dataSaving: 'sound' });
  expect(inMeeting(useMoreTiles, streams, may('cameraSee')).current).toEqual(mine);
});

it('offers other cameras when the first is on, up to the bound, and each of several to be stopped alone', async () => {
  const group = inMeeting(useMoreCameraGroup, {}, may('cameraShare'));
  expect(labels(group.current)).toEqual([]);
  await act(() => local.start('camera'));
  const use = (index: number, id: string) =>
    Object.assign(devices.given[index] ?? {}, { getSettings: () => ({ deviceId: id }) });
  use(0, 'id-Face');
  await act(() => local.moreCameras.add('id-Desk'));
  use(1, 'id-Desk');
  act(() => local.remember({}));
  expect(labels(group.current)).toEqual(['Add Room', 'Add Door', 'Stop camera 1', 'Stop camera 2']);
  await act(async () => group.current.entries[0]?.run());
  expect(labels(group.current)).toEqual(['Stop camera 1', 'Stop camera 2', 'Stop camera 3']);
  act(() => local.stop('camera'));
  expect(labels(group.current)).toEqual(['Stop camera 2', 'Stop camera 3']);
  expect(labels(inMeeting(useMoreCameraGroup, {}, may()).current)).toEqual(['Stop camera 2', 'Stop camera 3']);
});

it('offers cameras as content to who may share, also before the browser tells which there are', async () => {
  expect(labels(inMeeting(useContentCameraGroup, {}, may('cameraShare')).current)).toEqual([]);
  const group = inMeeting(useContentCameraGroup, {}, may('screenShare'));
  expect(labels(group.current)).toEqual(['Face', 'Desk', 'Room', 'Door']);
  await act(async () => group.current.entries[1]?.run());
  expect(labels(group.current)[0]).toBe('Stop sharing the camera');
  act(() => group.current.entries[0]?.run());
  devices.plug();
  await expect.poll(() => labels(group.current)).toEqual(['Camera']);
  await act(async () => group.current.entries[0]?.run());
  expect(devices.asked.at(-1)).toMatchObject({ video: { facingMode: 'environment' } });
});

it('puts screens and cameras as content of one person on the stage beside each other', () => {
  const items = inMeeting(useStage, { ann: ['camera', 'screen', 'contentCamera'], me: ['contentCamera'] });
  expect(items.current.map(({ key, title }) => `${key}: ${title}`)).toEqual([
    'screen/ann: Screen of Name ann',
    'contentCamera/ann: Name ann’s shared camera',
    'contentCamera/me: Your shared camera',
  ]);
});
