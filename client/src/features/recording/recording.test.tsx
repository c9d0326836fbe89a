import type { Recording } from '@plenum/shared/features/recording/contract';
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { RecordingWatcher } from './RecordingWatcher.tsx';

usePage();

const since = 1_800_000_000_000;

it('[RC3] asks for consent when the recording has begun, and not while it may still be refused', () => {
  const state = meetingState({});
  const now = (run: Recording['run']) => ({
    ...state.states,
    recording: {
      recording: { id: 'rec', by: 'ben', name: 'Ben', chat: 'kept', run, slow: false },
      answers: {},
      reminds: false,
    },
  });
  const here = fakeSession({ ...state, states: now({ is: 'starting', spentMs: 0 }) });
  onPage(<RecordingWatcher />, here);
  expect(screen.queryByRole('alertdialog')).toBeNull();
  act(() => here.store.setState({ states: now({ is: 'running', since, spentMs: 0 }) }));
  expect(screen.getByRole('alertdialog')).toBeDefined();
  act(() => here.store.setState({ states: now({ is: 'paused', spentMs: 9 }) }));
  expect(screen.getByRole('alertdialog')).toBeDefined();
});
