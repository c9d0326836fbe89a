import { moderation, type Notice } from '@plenum/shared/features/moderation/contract';
import { act } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeDevices } from '../../testing/fakeDevices.ts';
import { fakeSession, type FakeSession, meetingState } from '../../testing/fakeSession.ts';
import { stateOf } from '../../core/store.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { toasts } from '../../ui/toasts.ts';
import { LocalMedia } from './local/LocalMedia.ts';
import { LocalMediaContext } from './local/localMediaContext.ts';
import { ModeratorsWill } from './ModeratorsWill.tsx';

usePage();

let local: LocalMedia;
beforeEach(async () => {
  fakeDevices();
  toasts.setState({ list: [] });
  local = new LocalMedia();
  await local.start('mic');
});
afterEach(() => {
  local.close();
  vi.unstubAllGlobals();
});

const said = () => toasts.getState().list.map(({ words }) => words);

/** A moderator muted this person at this time. */
function silence(session: FakeSession, at: number): void {
  const state = { ...stateOf(meetingState(), moderation), silenced: { me: { by: 'Mia', at } } };
  session.store.setState(({ states }) => ({ states: { ...states, [moderation.name]: state } }));
}

function show(session: FakeSession): void {
  onPage(
    <LocalMediaContext value={local}>
      <ModeratorsWill />
    </LocalMediaContext>,
    session,
  );
}

it('shows my microphone muted when somebody muted it, and says by whom', () => {
  const session = fakeSession(meetingState());
  show(session);
  act(() => silence(session, 1));
  expect(local.state.micMuted).toBe(true);
  act(() => local.mute(false));
  act(() => silence(session, 1));
  expect(local.state.micMuted).toBe(false);
  act(() => silence(session, 2));
  expect(local.state.micMuted).toBe(true);
  expect(said()).toEqual([expect.stringContaining('Mia muted you')]);
});

it('leaves alone what was before this page, and a microphone that is muted already', () => {
  const session = fakeSession(meetingState());
  silence(session, 1);
  show(session);
  expect(local.state.micMuted).toBe(false);
  local.mute(true);
  act(() => silence(session, 2));
  expect(said()).toEqual([]);
});

it('never unmutes: it offers that to the person', () => {
  const session = fakeSession(meetingState());
  let tell: ((notice: Notice) => void) | undefined;
  session.onVolatile = (_contract, _event, listener) => {
    tell = listener as (notice: Notice) => void;
    return () => {};
  };
  local.mute(true);
  show(session);
  act(() => tell?.({ what: 'unmuteAsked', by: 'Mia' }));
  expect(local.state.micMuted).toBe(true);
  act(() => toasts.getState().list[0]?.action?.run());
  expect(local.state.micMuted).toBe(false);
});
