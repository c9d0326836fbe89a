import { emptyPage } from '@plenum/shared/features/whiteboard/pages';
import { reduceWhiteboard } from '@plenum/shared/features/whiteboard/reduce';
import { act, fireEvent, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useHotkey } from '../../app/preferences/useHotkey.ts';
import keyboards from '../../testing/cases/keyboards.json';
import { type FakeSession, fakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import type { PageOnStage } from '../slides/slot.ts';
import { BoardDesk } from './desk/BoardDesk.ts';
import { useBoardKeys } from './useBoardKeys.ts';

usePage();

const whole = { x: 0, y: 0, width: 1920, height: 1080 };
const page: PageOnStage = { id: 'deck.1', width: 1920, height: 1080, view: whole, place: 'stage' };
const run = vi.fn<(key: string) => void>();
let session: FakeSession;
let desk: BoardDesk;

function Keys() {
  const onKeyDown = useBoardKeys(page);
  useHotkey('P', () => run('people'));
  useHotkey('R', () => run('hand'));
  useHotkey('V', () => run('camera'));
  useHotkey('M', () => run('microphone'));
  useHotkey('W', () => run('layout'));
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- as the board.
  return <div role="application" aria-label="Board" tabIndex={0} onKeyDown={onKeyDown} />;
}

beforeEach(() => {
  run.mockClear();
  const state = meetingState();
  session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['whiteboardDraw'] },
    states: { ...state.states, whiteboard: { ...reduceWhiteboard.initial, pages: { [page.id]: emptyPage } } },
  });
  desk = BoardDesk.of(session);
  desk.setTool('hand');
  onPage(<Keys />, session);
});

type Key = { readonly key: string; readonly code: string; readonly ctrl?: boolean };
const press = ({ key, code, ctrl = false }: Key) =>
  fireEvent.keyDown(screen.getByLabelText('Board'), { key, code, ctrlKey: ctrl });

/** What a key does, in the words of the case. */
function effects(): Readonly<Record<string, () => unknown>> {
  const called = (name: 'undo' | 'redo' | 'select') => {
    const spy = vi.spyOn(desk, name);
    return () => expect(spy).toHaveBeenCalledOnce();
  };
  return {
    undo: called('undo'),
    redo: called('redo'),
    'select all': called('select'),
    pen: () => expect(desk.store.getState().tool).toBe('pen'),
    rectangle: () => expect(desk.store.getState().tool).toBe('rectangle'),
    select: () => expect(desk.store.getState().tool).toBe('select'),
  };
}

describe('the keys of the board', () => {
  it.each(keyboards.cases)('$key on the place of $code: $want', (pressed) => {
    const happened = effects()[pressed.want.split(';')[0] ?? ''];
    press(pressed);
    happened?.();
    expect.assertions(2);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    // Greek, Hebrew, Arabic with two letters on one key, Thai with a mark, Korean.
    ['π', 'KeyP', 'pen'],
    ['פ', 'KeyP', 'pen'],
    ['لا', 'KeyG', 'triangle'],
    ['\u0e49', 'KeyH', 'hand'],
    ['ㅔ', 'KeyP', 'pen'],
    // AZERTY and Dvorak have Latin letters in other places.
    ['a', 'KeyQ', 'arrow'],
    ['p', 'KeyR', 'pen'],
  ])('%s on the place of %s is the %s', (key, code, tool) => {
    desk.setTool('eraser');
    press({ key, code });
    expect(desk.store.getState().tool).toBe(tool);
  });

  it('keeps letters that it does not know, or may not use any more, from the shortcuts of the meeting', () => {
    press({ key: 'm', code: 'KeyM' });
    press({ key: 'ь', code: 'KeyM' });
    press({ key: 'ц', code: 'KeyW' });
    act(() => session.store.setState(({ me }) => ({ me: { ...me, abilities: [] } })));
    press({ key: 'м', code: 'KeyV' });
    press({ key: 'v', code: 'KeyV' });
    expect(run).not.toHaveBeenCalled();
    // Beside the board they act.
    fireEvent.keyDown(document.body, { key: 'м', code: 'KeyV' });
    expect(run).toHaveBeenCalledExactlyOnceWith('camera');
  });
});
