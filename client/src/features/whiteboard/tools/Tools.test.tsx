import type { Ability } from '@plenum/shared/core/abilities';
import type { Policy } from '@plenum/shared/features/whiteboard/contract';
import { emptyPage } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { PageOnStage } from '../../slides/slot.ts';
import { type FakeSession, fakeSession, meetingState, person } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { BoardDesk } from '../desk/BoardDesk.ts';
import { foldedTools, Tools } from './Tools.tsx';

usePage();

const press = (element: HTMLElement) => fireEvent.click(element);

const whole = { x: 0, y: 0, width: 1920, height: 1080 };
const page: PageOnStage = { id: 'deck.1', width: 1920, height: 1080, view: whole, place: 'stage' };
const everyone: Policy = { who: 'everyone', chosen: [], others: true };

function sessionOf(abilities: readonly Ability[], policy: Policy = everyone): FakeSession {
  const state = meetingState({}, [person('me'), person('ben', { name: 'Ben' })]);
  const whiteboard = { ...reduceWhiteboard.initial, pages: { [page.id]: emptyPage }, policy };
  return fakeSession({
    ...state,
    me: { ...state.me, abilities: [...abilities] },
    states: { ...state.states, poll: { polls: [] }, whiteboard },
  });
}

const allow = (session: FakeSession, policy: Policy) =>
  act(() =>
    session.store.setState(({ states }) => ({
      states: { ...states, whiteboard: { ...reduceWhiteboard.initial, policy } },
    })),
  );

it('are there for who may draw, and gone in the moment in which they may not', () => {
  const session = sessionOf(['whiteboardDraw']);
  onPage(<Tools page={page} />, session);
  expect(screen.getByRole('toolbar', { name: 'Drawing tools' })).toBeTruthy();
  allow(session, { ...everyone, who: 'nobody' });
  expect(screen.queryByRole('toolbar')).toBeNull();
  allow(session, { ...everyone, who: 'chosen', chosen: ['me'] });
  expect(screen.getByRole('toolbar', { name: 'Drawing tools' })).toBeTruthy();
});

it('say which tool is in hand', () => {
  const session = sessionOf(['whiteboardDraw']);
  onPage(<Tools page={page} />, session);
  press(screen.getByRole('button', { name: 'Pen' }));
  expect(BoardDesk.of(session).store.getState().tool).toBe('pen');
  expect(screen.getByRole('button', { name: 'Pen' }).getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByRole('button', { name: 'Select' }).getAttribute('aria-pressed')).toBe('false');
});

it('let whoever manages the board decide who draws, also when nobody may', async () => {
  const session = sessionOf(['whiteboardDraw', 'whiteboardManage'], { ...everyone, who: 'nobody' });
  onPage(<Tools page={page} />, session);
  expect(screen.queryByRole('button', { name: 'Pen' })).toBeNull();
  press(screen.getByRole('button', { name: 'More options for the whiteboard' }));
  press(await screen.findByRole('menuitem', { name: 'Who can draw' }));
  press(await screen.findByRole('radio', { name: 'Presenter, moderators and selected people' }));
  expect(session.sent.at(-1)).toEqual({ name: 'whiteboard:allow', input: { ...everyone, who: 'chosen' } });
  allow(session, { ...everyone, who: 'chosen' });
  press(await screen.findByRole('switch', { name: 'Ben' }));
  expect(session.sent.at(-1)).toEqual({
    name: 'whiteboard:allow',
    input: { ...everyone, who: 'chosen', chosen: ['ben'] },
  });
});

it('ask before everything is gone', async () => {
  const session = sessionOf(['whiteboardDraw', 'whiteboardManage']);
  onPage(<Tools page={page} />, session);
  press(screen.getByRole('button', { name: 'More options for the whiteboard' }));
  press(await screen.findByRole('menuitem', { name: 'Clear page' }));
  expect(session.sent).toEqual([]);
  press(await screen.findByRole('button', { name: 'Clear' }));
  expect(session.sent).toEqual([{ name: 'whiteboard:clear', input: { page: 'deck.1' } }]);
});

it('fold into the menu, the last ones first, when the bar is low', () => {
  expect(foldedTools(0)).toEqual([]);
  expect(foldedTools(35)).toEqual([]);
  expect(foldedTools(34)).toEqual(['laser']);
  expect(foldedTools(28)).toEqual(['laser', 'note', 'highlighter']);
});
