import { hand } from '@plenum/shared/features/hand/contract';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { stateOf } from '../../core/store.ts';
import { fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { preferences } from '../../app/preferences/preferences.ts';
import { toasts } from '../../ui/toasts.ts';
import { HandButton } from './HandButton.tsx';
import { TileHand } from './HandMarks.tsx';
import { HandPanel } from './HandPanel.tsx';
import { HandWatcher } from './HandWatcher.tsx';
import { newHands, whatHappenedToMe } from './news.ts';
import { placeOf } from './queue.ts';

usePage();
beforeEach(() => openPanel(null));

const up = (...members: string[]) => members.map((member, index) => ({ member, since: index }));

function session(queue: ReturnType<typeof up>, host = false) {
  const state = meetingState({}, [person('me'), person('a', { name: 'Anna' }), person('b', { name: 'Berta' })]);
  const abilities = host ? ([...state.me.abilities, 'handManage'] as const) : state.me.abilities;
  return fakeSession({
    ...state,
    me: { ...state.me, abilities: [...abilities] },
    states: { ...state.states, hand: { queue } },
  });
}

describe('place in the queue', () => {
  it('counts from 1 in the order of the queue, and knows the floor', () => {
    expect(placeOf({ queue: up('a', 'me') }, 'me')).toEqual({ kind: 'waiting', place: 2 });
    expect(placeOf({ queue: up('a'), floor: { member: 'me', since: 0 } }, 'me')).toEqual({ kind: 'floor' });
    expect(placeOf({ queue: up('a') }, 'me')).toEqual({ kind: 'down' });
  });

  it('is news when it begins or ends, not when it moves', () => {
    expect(whatHappenedToMe({ queue: up('a', 'me') }, { queue: up('me') }, 'me').kind).toBe('nothing');
    expect(whatHappenedToMe({ queue: [] }, { queue: up('a', 'me') }, 'me')).toEqual({ kind: 'raised', place: 2 });
    expect(whatHappenedToMe({ queue: up('me') }, { queue: [] }, 'me').kind).toBe('lowered');
    expect(newHands({ queue: up('a') }, { queue: up('a', 'b') })).toEqual(['b']);
  });
});

describe('hands', () => {
  it('shows the queue in its order, and what a host does with it', () => {
    const here = session(up('b', 'a'), true);
    onPage(<HandPanel />, here);
    const rows = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(rows.map((row) => row.querySelector('p')?.textContent)).toEqual(['Berta', 'Anna']);
    fireEvent.click(screen.getByRole('button', { name: 'Call next person' }));
    fireEvent.click(screen.getByRole('button', { name: 'Lower Anna’s hand' }));
    fireEvent.click(screen.getByRole('button', { name: 'Lower all hands' }));
    expect(here.sent).toEqual([
      { name: 'hand:call', input: { member: 'b' } },
      { name: 'hand:lowerOther', input: { member: 'a' } },
      { name: 'hand:lowerAll', input: {} },
    ]);
  });

  it('has no row for people of whom one may not know, and one’s own place all the same', () => {
    onPage(<HandPanel />, session(up('x1', 'x2', 'me')));
    const rows = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.textContent).toContain('3');
    expect(rows[0]?.textContent).not.toContain('undefined');
  });

  it('offers nothing of that to others', () => {
    onPage(<HandPanel />, session(up('b', 'a')));
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is raised by R and lowered by the same, and says the place', () => {
    const here = session(up('a'));
    onPage(<HandButton />, here);
    fireEvent.keyDown(document.body, { key: 'r' });
    const { states } = here.store.getState();
    act(() => here.store.setState({ states: { ...states, hand: { queue: up('a', 'me') } } }));
    expect(stateOf(here.store.getState(), hand).queue.length).toBe(2);
    expect(screen.getByText('Your hand is up. You’re number 2 in the queue.')).toBeTruthy();
    fireEvent.keyDown(document.body, { key: 'r' });
    expect(here.sent.map(({ name }) => name)).toEqual(['hand:raise', 'hand:lower']);
  });

  it('marks the tile with the place', () => {
    onPage(<TileHand member="a" />, session(up('b', 'a')));
    expect(screen.getByText('Hand up, number 2 in the queue')).toBeTruthy();
  });
});

describe('the news of a hand', () => {
  it('goes when the hand is down, or when the panel opens', () => {
    // jsdom has no sound.
    preferences.setState({ sounds: { join: false, hand: false, message: false, warning: false } });
    toasts.setState({ list: [] });
    const here = session([], true);
    onPage(<HandWatcher />, here);
    const told = (queue: ReturnType<typeof up>) =>
      act(() => here.store.setState(({ states }) => ({ states: { ...states, hand: { queue } } })));
    const shown = () => toasts.getState().list.map(({ words }) => words);
    told(up('a'));
    told(up('a', 'b'));
    expect(shown()).toEqual(['Anna raised their hand.', 'Berta raised their hand.']);
    told(up('b'));
    expect(shown()).toEqual(['Berta raised their hand.']);
    act(() => openPanel('hand'));
    expect(shown()).toEqual([]);
  });
});
