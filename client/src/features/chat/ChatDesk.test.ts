import { AppError } from '@plenum/shared/core/errors';
import { describe, expect, it } from 'vitest';
import { fakeSession, message, setMessages } from '../../testing/fakeSession.ts';
import { ChatDesk, notArrived, unseen } from './ChatDesk.ts';

const unavailable = new AppError('unavailable', 'no answer');

describe('ChatDesk', () => {
  it('keeps what did not get through, with the reason', async () => {
    const session = fakeSession();
    session.refuse = new AppError('limited', 'too fast');
    const desk = ChatDesk.of(session);
    await desk.send('hello');
    expect(desk.store.getState().failed).toMatchObject([{ text: 'hello', code: 'limited', retrying: false }]);
  });

  it('sends again what failed, once', async () => {
    const session = fakeSession();
    session.refuse = unavailable;
    const desk = ChatDesk.of(session);
    await desk.send('hello');
    session.refuse = undefined;
    await Promise.all([desk.retry(1), desk.retry(1)]);
    expect(session.sent).toHaveLength(2);
    expect(desk.store.getState().failed).toEqual([]);
  });

  it('does not send again what arrived although its answer did not', async () => {
    const session = fakeSession();
    session.refuse = unavailable;
    const desk = ChatDesk.of(session);
    await desk.send('hello');
    session.refuse = undefined;
    session.store.setState({ line: { state: 'lost', attempt: 1, retryAt: 0 } });
    const retried = desk.retry(1);
    await Promise.resolve();
    expect(session.sent).toHaveLength(1);
    // The line comes back with what was said meanwhile.
    setMessages(session, [message('1', { from: 'me', text: 'hello', at: Date.now() })]);
    session.store.setState({ line: { state: 'open' } });
    await retried;
    expect(session.sent).toHaveLength(1);
    expect(desk.store.getState().failed).toEqual([]);
  });

  it('counts as unread what others wrote since the person looked', () => {
    const session = fakeSession();
    setMessages(session, [message('1')]);
    const desk = ChatDesk.of(session);
    setMessages(session, [message('1'), message('2'), message('3', { from: 'me' }), message('4')]);
    const { messages } = { messages: [message('1'), message('2'), message('3', { from: 'me' }), message('4')] };
    expect(unseen(messages, desk.store.getState().seen, 'me').map(({ id }) => id)).toEqual(['2', '4']);
    desk.open();
    expect(desk.store.getState().firstNew).toBe('2');
    desk.see();
    expect(unseen(messages, desk.store.getState().seen, 'me')).toEqual([]);
    sessionStorage.clear();
  });
});

describe('notArrived', () => {
  const failed = (id: number, sentAt = 10_000) => ({
    id,
    text: 'same',
    code: 'unavailable' as const,
    sentAt,
    retrying: false,
  });

  it('lets each message answer for one of two equal texts', () => {
    expect(
      notArrived([failed(1), failed(2)], [message('1', { from: 'me', text: 'same', at: 11_000 })], 'me').map(
        ({ id }) => id,
      ),
    ).toEqual([2]);
  });

  it('does not take an older message or somebody else’s for it', () => {
    const older = message('1', { from: 'me', text: 'same', at: 1_000 });
    const theirs = message('2', { from: 'other', text: 'same', at: 11_000 });
    expect(notArrived([failed(1)], [older, theirs], 'me')).toHaveLength(1);
  });
});
