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
import { PlanWindow } from './plan/PlanWindow.tsx';
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

const draft = {
  revision: 1,
  rooms: [
    { key: 'a', name: 'Room 1' },
    { key: 'b', name: 'Room 2' },
  ],
};

interface Scene {
  readonly running?: Partial<Running> | undefined;
  readonly place?: string;
  readonly manages?: boolean;
  /** The rooms of a plan that was changed once, by member. */
  readonly drafted?: Readonly<Record<string, string>>;
  /** So many people more. */
  readonly crowd?: number;
}

function sceneOf({ running: now, place, manages = false, drafted, crowd = 0 }: Scene): FakeSession {
  const more = Array.from({ length: crowd }, (_, index) => person(`m${index}`, { name: `Member ${index}` }));
  const state = meetingState({}, [
    person('me'),
    person('ben', { name: 'Ben' }),
    person('cleo', { name: 'Cleo' }),
    ...more,
  ]);
  const breakout = {
    ...initialBreakout,
    ...(now && { running: { ...running, ...now } }),
    ...(drafted && { draft: { ...initialBreakout.draft, ...draft, assigned: drafted } }),
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
    onPage(<PlanWindow />, session);
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
    onPage(<PlanWindow />, session);
    fireEvent.click(screen.getByRole('button', { name: 'One room more' }));
    await act(async () => {});
    expect(session.sent[0]?.name).toBe('breakout:draft');
    expect(toasts.getState().list.map(({ tone }) => tone)).toEqual(['warning']);
  });

  it('sends all chosen people to the room whose number is pressed, from any list, and then chooses no one', async () => {
    const session = sceneOf({ manages: true, drafted: { cleo: 'b' } });
    onPage(<PlanWindow />, session);
    for (const name of ['Ben', 'Cleo']) fireEvent.click(screen.getByRole('row', { name }));
    screen.getByText(/2 selected/);
    fireEvent.keyDown(screen.getByRole('row', { name: 'Ben' }), { key: '"', code: 'Digit2' });
    await act(async () => {});
    expect(sentBy(session)).toEqual([
      ['breakout:assign', { member: 'ben', room: 'b' }],
      ['breakout:assign', { member: 'cleo', room: 'b' }],
    ]);
    expect(screen.queryByText(/selected:/)).toBeNull();
  });

  it('writes numbers into the name of a room, and sends no one by a number without a room', () => {
    const session = sceneOf({ manages: true, drafted: {} });
    onPage(<PlanWindow />, session);
    fireEvent.click(screen.getByRole('row', { name: 'Ben' }));
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Name of Room 1' }), { key: '1', code: 'Digit1' });
    fireEvent.keyDown(screen.getByRole('row', { name: 'Ben' }), { key: '3', code: 'Digit3' });
    expect(session.sent).toEqual([]);
    fireEvent.keyDown(screen.getByRole('row', { name: 'Ben' }), { key: 'Escape', code: 'Escape' });
    expect(screen.queryByText(/selected:/)).toBeNull();
  });

  it('moves a chosen person with the others by the menu, and many people by one change', async () => {
    const session = sceneOf({ manages: true, drafted: {}, crowd: 20 });
    onPage(<PlanWindow />, session);
    const names = ['Ben', 'Cleo', ...Array.from({ length: 20 }, (_, index) => `Member ${index}`)];
    for (const name of names) fireEvent.click(screen.getByText(name));
    fireEvent.click(screen.getByRole('button', { name: 'Move Ben' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Room 2' }));
    await act(async () => {});
    expect(session.sent.map(({ name }) => name)).toEqual(['breakout:draft']);
    expect(session.sent[0]?.input).toMatchObject({ assigned: names.map(() => ({ room: 'b' })) });
  });

  it('finds people without a room without regard to accents', () => {
    onPage(<PlanWindow />, sceneOf({ manages: true, drafted: {}, crowd: 9 }));
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search people' }), { target: { value: 'mémber 7' } });
    screen.getByText('Member 7');
    expect(screen.queryByText('Member 8')).toBeNull();
  });

  it('takes a time that the menu does not offer', async () => {
    const session = sceneOf({ manages: true, drafted: {} });
    onPage(<PlanWindow />, session);
    fireEvent.click(screen.getByRole('button', { name: /^Close automatically/ }));
    fireEvent.click(await screen.findByRole('menuitemradio', { name: 'Other time…' }));
    const field = screen.getByRole('textbox', { name: 'Minutes after opening' });
    fireEvent.change(field, { target: { value: '1.5' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Enter a whole number from 1 to 1440.');
    fireEvent.change(field, { target: { value: '7' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await act(async () => {});
    expect(session.sent[0]?.input).toMatchObject({ options: { minutes: 7 } });
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
