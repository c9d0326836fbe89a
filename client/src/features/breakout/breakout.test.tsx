import { act, fireEvent, screen } from '@testing-library/react';
import { AppError } from '@plenum/shared/core/errors';
import type { Running } from '@plenum/shared/features/breakout/contract';
import { initialBreakout } from '@plenum/shared/features/breakout/reduce';
import { describe, expect, it } from 'vitest';
import { type FakeSession, fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { toasts } from '../../ui/toasts.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { BreakoutPanel } from './BreakoutPanel.tsx';
import { Invitation } from './running/Invitation.tsx';
import { withRooms } from './plan/planning.ts';
import { RunningBanner } from './running/RunningBanner.tsx';
import { clockOf } from '../../app/wordsOfTime.ts';
import { visitsTable } from './kept/tables.ts';

usePage();

const running: Running = {
  startedAt: 1,
  options: { invite: 'ask', choice: 'assigned', late: 'stay' },
  rooms: [
    { id: 'room-north', key: 'a', name: 'North', state: 'open' },
    { id: 'room-south', key: 'b', name: 'South', state: 'open' },
  ],
  assigned: { me: 'room-north' },
  declined: [],
  help: [],
  hands: {},
  said: [],
};

interface Scene {
  readonly running?: Partial<Running> | undefined;
  readonly place?: string;
  readonly manages?: boolean;
}

function sceneOf({ running: now, place, manages = false }: Scene): FakeSession {
  const state = meetingState({}, [person('me'), person('ben', { name: 'Ben' }), person('cleo', { name: 'Cleo' })]);
  const breakout = {
    ...initialBreakout,
    ...(now && { running: { ...running, ...now } }),
    places: { ben: 'room-south', ...(place !== undefined && { me: place }) },
  };
  return fakeSession({
    ...state,
    me: { ...state.me, abilities: manages ? ['breakoutManage'] : [] },
    states: { ...state.states, breakout },
  });
}

const sentBy = (session: FakeSession) => session.sent.map(({ name, input }) => [name, input]);

describe('the invitation', () => {
  it('invites me to my room, once, and accepts "not now"', () => {
    const session = sceneOf({ running: {} });
    onPage(<Invitation />, session);
    fireEvent.click(screen.getByRole('button', { name: 'Not now' }));
    expect(sentBy(session)).toEqual([['breakout:decline', {}]]);
    act(() => {
      const { states } = session.store.getState();
      const breakout = { ...initialBreakout, running: { ...running, declined: ['me'] } };
      session.store.setState({ states: { ...states, breakout } });
    });
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  it('is not answered by Escape or by a press beside it', () => {
    const session = sceneOf({ running: {} });
    onPage(<Invitation />, session);
    const question = screen.getByRole('alertdialog');
    fireEvent.keyDown(question, { key: 'Escape' });
    fireEvent.pointerDown(document.body);
    fireEvent.pointerUp(document.body);
    fireEvent.click(document.body);
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
    expect([session.sent, screen.getByRole('alertdialog')]).toEqual([[], question]);
  });

  it('is absent for a member in the assigned room, without a room, or before the room is open', () => {
    for (const scene of [
      { running: {}, place: 'room-north' },
      { running: { assigned: {} } },
      { running: { rooms: running.rooms.map((room) => ({ ...room, state: 'opening' as const })) } },
    ]) {
      const { unmount } = onPage(<Invitation />, sceneOf(scene));
      expect(screen.queryByRole('alertdialog')).toBeNull();
      unmount();
    }
  });
});

describe('the banner', () => {
  it('shows my room, calls a moderator and leads back', () => {
    const session = sceneOf({ running: {}, place: 'room-north' });
    onPage(<RunningBanner />, session);
    screen.getByText(/You’re in North/);
    fireEvent.click(screen.getByRole('button', { name: 'Ask for help' }));
    fireEvent.click(screen.getByRole('button', { name: 'Back to the meeting' }));
    expect(sentBy(session).map(([name]) => name)).toEqual(['breakout:help', 'breakout:back']);
  });

  it('still offers a room after "not now"', () => {
    const session = sceneOf({ running: { declined: ['me'] } });
    onPage(<RunningBanner />, session);
    fireEvent.click(screen.getByRole('button', { name: 'Go to North' }));
    expect(sentBy(session)).toEqual([['breakout:enter', { room: 'room-north' }]]);
  });

  it('is absent while no rooms are open', () => {
    const { container } = onPage(<RunningBanner />, sceneOf({}));
    expect(container.textContent).toBe('');
  });
});

describe('the panel of participants', () => {
  it('shows who is where and offers only the rooms that I may enter', () => {
    const session = sceneOf({ running: {} });
    onPage(<BreakoutPanel />, session);
    screen.getByText('Ben');
    expect(screen.queryByRole('button', { name: 'Go to South' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Go to North' }));
    expect(sentBy(session)).toEqual([['breakout:enter', { room: 'room-north' }]]);
  });

  it('says that there are no rooms', () => {
    onPage(<BreakoutPanel />, sceneOf({}));
    screen.getByText('No breakout rooms are open');
  });
});

describe('the plan', () => {
  it('refuses the name of another room, keeps the old one, and accepts a valid one', () => {
    const session = sceneOf({ manages: true });
    onPage(<BreakoutPanel />, session);
    const field = screen.getByRole('textbox', { name: 'Name of Room 1' });
    fireEvent.change(field, { target: { value: 'room 2' } });
    screen.getByText('Another room has this name.');
    fireEvent.blur(field);
    expect(session.sent).toEqual([]);
    fireEvent.change(field, { target: { value: 'Kitchen' } });
    fireEvent.blur(field);
    expect(session.sent[0]?.input).toMatchObject({
      rooms: [
        { key: 'a', name: 'Kitchen' },
        { key: 'b', name: 'Room 2' },
      ],
    });
  });

  it('reports a change by another moderator', async () => {
    const session = sceneOf({ manages: true });
    session.refuse = new AppError('conflict', 'changed');
    onPage(<BreakoutPanel />, session);
    fireEvent.click(screen.getByRole('button', { name: 'One room more' }));
    await act(async () => {});
    expect(session.sent[0]?.name).toBe('breakout:draft');
    expect(toasts.getState().list.map(({ tone }) => tone)).toEqual(['warning']);
  });

  it('adds rooms with new names and removes the last ones', () => {
    const { draft } = initialBreakout;
    const nameOf = (number: number) => `Room ${number}`;
    const plan = {
      ...draft,
      rooms: [
        { key: 'a', name: 'Room 2' },
        { key: 'b', name: 'Kitchen' },
      ],
    };
    expect(withRooms(plan, 4, nameOf).map(({ name }) => name)).toEqual(['Room 2', 'Kitchen', 'Room 1', 'Room 3']);
    expect(withRooms(plan, 1, nameOf)).toHaveLength(1);
  });
});

describe('the board', () => {
  it('shows each room, calls and "not now", and closes all rooms only after a confirmation', () => {
    const session = sceneOf({
      manages: true,
      running: { help: [{ room: 'room-south', member: 'ben', since: 1 }], declined: ['me'] },
    });
    onPage(<BreakoutPanel />, session);
    screen.getByText('Asking for help');
    fireEvent.click(screen.getByRole('button', { name: 'Join room South' }));
    fireEvent.click(screen.getByRole('button', { name: 'Close all 2 rooms' }));
    expect(sentBy(session)).toEqual([['breakout:enter', { room: 'room-south' }]]);
    fireEvent.click(screen.getByRole('button', { name: 'Close now' }));
    expect(sentBy(session).at(-1)).toEqual(['breakout:close', {}]);
  });
});

it('writes times as people read them', () => {
  expect([0, 900, 61_000, 3_600_000].map(clockOf)).toEqual(['0:00', '0:01', '1:01', '1:00:00']);
  const t = ((key: string) => key) as never;
  const visit = { member: 'ben', name: 'Ben', room: 'r', title: '=North', from: 0, until: 60_000 };
  expect(visitsTable([visit], t)).toContain(`"Ben","'=North"`);
});
