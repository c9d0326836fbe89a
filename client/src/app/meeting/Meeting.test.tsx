import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { AppError } from '@plenum/shared/core/errors';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chatSlots } from '../../features/chat/slots.ts';
import { moderationSlots } from '../../features/moderation/slots.ts';
import { presenceSlots } from '../../features/presence/slots.ts';
import { fakeSession, meetingState, message, person, setMessages } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Announcer } from '../../ui/Announcer.tsx';
import { openPanel } from './panel/panels.ts';
import { Meeting } from './Meeting.tsx';

usePage();
beforeEach(() => openPanel(null));
afterEach(() => void vi.restoreAllMocks());

function meeting(state = meetingState()) {
  const session = fakeSession(state);
  onPage(<Meeting />, session, [presenceSlots, chatSlots]);
  return session;
}
/** The sent commands, without the typing notices. */
const sentIn = ({ sent }: { readonly sent: readonly { readonly name: string; readonly input: unknown }[] }) =>
  sent.filter(({ name }) => name !== 'chat:typing');
/** A phone of 390 by 844 px; returns a function that turns it. */
function atPhone(start: 'portrait' | 'landscape') {
  let way = start;
  const changed = new Set<() => void>();
  const holds = (query: string) =>
    query.includes('landscape') ? way === 'landscape' : query === '(max-width: 39.99em)' && way === 'portrait';
  vi.spyOn(globalThis, 'matchMedia').mockImplementation((query) =>
    Object.assign(new EventTarget(), {
      media: query,
      matches: holds(query),
      onchange: null,
      addListener: () => {},
      removeListener: () => {},
      addEventListener: (_: string, listener: () => void) => void changed.add(listener),
      removeEventListener: (_: string, listener: () => void) => void changed.delete(listener),
    }),
  );
  return (to: typeof start) => {
    way = to;
    for (const listener of changed) listener();
  };
}
const control = (name: RegExp | string) => screen.getByRole('button', { name });

describe('meeting', () => {
  it('has its landmarks and a heading', () => {
    meeting();
    expect(screen.getByRole('banner')).toBeTruthy();
    expect(screen.getByRole('main')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Controls' })).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Assembly');
  });

  it('shows how long it has been going, beside the clock', () => {
    const state = meetingState();
    const members = { me: person('me') };
    const begunAt = Date.now() - (65 * 60_000 + 30_000);
    meeting({ ...state, states: { ...state.states, presence: { members, begunAt } } });
    expect(screen.getByRole('banner').textContent).toContain('1 hr 5 min');
    expect(screen.getByText('The meeting has been going for 1 hour, 6 minutes.')).toBeTruthy();
  });

  it('says calmly that the line is lost, and when it is back', async () => {
    const session = meeting();
    act(() => session.store.setState({ line: { state: 'lost', attempt: 1, retryAt: 0 } }));
    expect(screen.getByText('Connection lost. Reconnecting… Your place is kept.')).toBeTruthy();
    act(() => session.store.setState({ line: { state: 'open' } }));
    expect(screen.queryByText(/Connection lost/)).toBeNull();
  });

  it('offers to try at once when that takes long', () => {
    const session = meeting();
    act(() => session.store.setState({ line: { state: 'lost', attempt: 5, retryAt: 0 } }));
    fireEvent.click(control('Try again'));
    expect(session.sent).toEqual([{ name: 'line:retryNow', input: {} }]);
  });

  it('opens and closes the chat by its key and gives the focus to the field', async () => {
    meeting();
    fireEvent.keyDown(document.body, { key: 'c' });
    const field = await screen.findByLabelText('Your message to everyone');
    await waitFor(() => expect(document.activeElement).toBe(field));
    fireEvent.keyDown(field, { key: 'c' });
    expect(screen.getByLabelText('Your message to everyone')).toBeTruthy();
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.queryByLabelText('Your message to everyone')).toBeNull();
    expect(document.activeElement).toBe(control(/^Chat/));
  });

  it('keeps what was opened when a phone is turned', async () => {
    const turn = atPhone('portrait');
    meeting();
    fireEvent.keyDown(document.body, { key: 'c' });
    await screen.findByLabelText('Your message to everyone');
    fireEvent.keyDown(document.body, { key: '?' });
    await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    for (const way of ['landscape', 'portrait'] as const) {
      act(() => turn(way));
      expect(screen.getByLabelText('Your message to everyone')).toBeTruthy();
      expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
    }
  });

  it('counts unread messages at the closed chat', () => {
    const session = meeting();
    act(() => setMessages(session, [message('1'), message('2')]));
    expect(screen.getByText('2 new messages').id).toBe(control('Chat').getAttribute('aria-describedby'));
  });

  it('sends with Enter, not with Shift and Enter, and never an empty text', async () => {
    const session = meeting();
    fireEvent.keyDown(document.body, { key: 'c' });
    const field = await screen.findByLabelText('Your message to everyone');
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: ' hello ' } });
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    expect(sentIn(session)).toEqual([]);
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sentIn(session)).toEqual([{ name: 'chat:send', input: { text: 'hello' } }]);
  });

  it('counts characters near the limit and refuses what is too long', async () => {
    const session = meeting();
    fireEvent.keyDown(document.body, { key: 'c' });
    const field = await screen.findByLabelText('Your message to everyone');
    fireEvent.change(field, { target: { value: 'a'.repeat(4_999) } });
    expect(screen.getByText('1 character left')).toBeTruthy();
    fireEvent.change(field, { target: { value: 'a'.repeat(5_002) } });
    expect(screen.getByText('2 characters too many')).toBeTruthy();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sentIn(session)).toEqual([]);
  });

  it('says where somebody may not write', async () => {
    const state = meetingState();
    meeting({ ...state, me: { ...state.me, abilities: [] } });
    fireEvent.keyDown(document.body, { key: 'c' });
    expect(await screen.findByText(/turned off chat/)).toBeTruthy();
    expect(screen.queryByLabelText('Your message to everyone')).toBeNull();
  });

  it('changes my name, and says what is wrong with it', async () => {
    const session = meeting(meetingState({}, [person('me', { name: 'Anna' })]));
    fireEvent.keyDown(document.body, { key: 'p' });
    session.refuse = new AppError('limited', 'too fast');
    fireEvent.click(await screen.findByRole('button', { name: 'Change your name' }));
    const field = screen.getByLabelText('Your name');
    fireEvent.change(field, { target: { value: 'Berta' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.getByText(/That was a lot at once/)).toBeTruthy());
    session.refuse = undefined;
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByLabelText('Your name')).toBeNull());
    expect(session.sent.at(-1)).toEqual({ name: 'presence:rename', input: { name: 'Berta' } });
  });

  it('gives the focus to the name of the room, and says where one is', () => {
    onPage(<Announcer />);
    meeting(meetingState({}, [person('me'), person('ben')]));
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(screen.getByText('You’re in Assembly. 1 other person is here.')).toBeTruthy();
  });

  it('leads from there to the controls by one button', () => {
    meeting();
    fireEvent.click(control('Skip to controls'));
    expect(document.activeElement?.closest('section')).toBe(screen.getByRole('region', { name: 'Controls' }));
  });

  it('goes through its regions with F6, and back with Shift', async () => {
    meeting();
    fireEvent.keyDown(document.body, { key: 'c' });
    await screen.findByLabelText('Your message to everyone');
    const go = (shiftKey: boolean) => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: 'F6', shiftKey });
      return document.activeElement?.closest('header, main, aside, section')?.tagName;
    };
    expect(document.activeElement?.closest('aside')).toBeTruthy();
    expect([false, false, false, false].map(go)).toEqual(['SECTION', 'HEADER', 'MAIN', 'ASIDE']);
    expect([true, true].map(go)).toEqual(['MAIN', 'HEADER']);
  });

  it('asks before it leaves by its key', async () => {
    const session = meeting();
    fireEvent.keyDown(document.body, { key: 'q' });
    const question = screen.getByRole('alertdialog', { name: 'Leave the meeting?' });
    expect(session.store.getState().line.state).toBe('open');
    fireEvent.click(within(question).getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(session.store.getState().line).toEqual({ state: 'closed', reason: 'left' }));
  });

  it('offers the only host the same ways by its key as by its button, the hand-over first', () => {
    const state = meetingState({}, [person('me', { role: 'host' }), person('ben', { name: 'Ben' })]);
    const session = fakeSession({ ...state, me: { ...state.me, role: 'host', abilities: ['roomManage'] } });
    onPage(<Meeting />, session, [presenceSlots, chatSlots, moderationSlots]);
    fireEvent.keyDown(document.body, { key: 'q' });
    const question = screen.getByRole('alertdialog', { name: 'Leave the meeting?' });
    const ways = within(question)
      .getAllByRole('button')
      .map(({ textContent }) => textContent);
    expect(ways.join()).toMatch(/^,Hand over.*Leave without a host.*End/i);
    expect(ways).not.toContain('Leave');
    expect(session.store.getState().line.state).toBe('open');
  });

  it('leaves by its button', async () => {
    const session = meeting();
    fireEvent.click(control('Leave'));
    await waitFor(() => expect(session.store.getState().line).toEqual({ state: 'closed', reason: 'left' }));
  });
});
