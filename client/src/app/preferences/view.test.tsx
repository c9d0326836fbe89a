import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { layoutSlots } from '../../features/layout/slots.ts';
import { fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Meeting } from '../meeting/Meeting.tsx';
import { stageOf } from '../meeting/stage/StageArea.tsx';
import type { StageItem } from '../slots.ts';
import { modeOf } from './view.ts';

usePage();

const pushed = { mode: 'grid', by: 'ana', at: 5 } as const;

describe('the layout that counts', () => {
  it('is my own until one is pushed, and again once I have chosen since', () => {
    expect(modeOf('speaker', undefined, undefined)).toBe('speaker');
    expect(modeOf('speaker', pushed, undefined)).toBe('grid');
    expect(modeOf('speaker', pushed, 5)).toBe('speaker');
    expect(modeOf('speaker', { ...pushed, at: 6 }, 5)).toBe('grid');
  });
});

describe('what is on the stage', () => {
  const item: StageItem = { key: 'screen/ana', title: 'Screen of Ana', member: 'ana', render: () => null };
  const nobody = { pins: [], speaker: 'ben' };
  it.each([
    ['stage', item, nobody, { kind: 'item', item }],
    ['stage', undefined, nobody, undefined],
    ['stage', undefined, { pins: ['cleo'], speaker: 'ben' }, { kind: 'people', ids: ['cleo'] }],
    ['speaker', item, nobody, { kind: 'people', ids: ['ben'] }],
    ['speaker', item, { pins: ['cleo'], speaker: 'ben' }, { kind: 'people', ids: ['cleo'] }],
    ['grid', item, { pins: ['cleo'], speaker: 'ben' }, undefined],
    ['content', item, nobody, { kind: 'item', item }],
    ['content', undefined, nobody, { kind: 'empty' }],
  ] as const)('in the layout %s', (mode, shown, people, expected) =>
    expect(stageOf(mode, shown, people)).toEqual(expected),
  );
});

describe('in the meeting', () => {
  it('a pushed layout becomes mine, says whose it is, and gives mine back', () => {
    const session = fakeSession(meetingState({}, [person('me'), person('ana', { name: 'Ana' })]));
    onPage(<Meeting />, session, [layoutSlots]);
    const { states } = session.store.getState();
    act(() => session.store.setState({ states: { ...states, layout: { pushed: { ...pushed, mode: 'content' } } } }));
    expect(screen.getByRole('button', { name: 'Layout: Content only' })).toBeTruthy();
    expect(screen.getByText('Nothing is being shared')).toBeTruthy();
    fireEvent.keyDown(document.body, { key: 'w' });
    expect(screen.getByRole('button', { name: 'Layout: Automatic' })).toBeTruthy();
  });

  it('offers to push only to who may', () => {
    const session = fakeSession();
    onPage(<Meeting />, session, [layoutSlots]);
    fireEvent.click(screen.getByRole('button', { name: /^Layout/ }));
    expect(screen.queryByText(/Use this layout for everyone/)).toBeNull();
  });
});
