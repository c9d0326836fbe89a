import { AppError } from '@plenum/shared/core/errors';
import { chatLimits } from '@plenum/shared/features/chat/limits';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeSession, fakeSession, message, setMessages } from '../../../testing/fakeSession.ts';
import { ChatDesk } from './ChatDesk.ts';
import { conversationsOf } from '../conversation/conversations.ts';
import { notArrived } from './failed.ts';

const unavailable = new AppError('unavailable', 'no answer');
beforeEach(() => sessionStorage.clear());

describe('ChatDesk', () => {
  it('keeps a failed message, with the reason', async () => {
    const session = fakeSession();
    session.refuse = new AppError('limited', 'too fast');
    const desk = ChatDesk.of(session);
    await desk.send('all', { text: 'hello' });
    expect(desk.store.getState().failed).toMatchObject([
      { channel: 'all', writing: { text: 'hello' }, code: 'limited', retrying: false },
    ]);
  });

  it('sends to the right conversation', async () => {
    const session = fakeSession();
    const desk = ChatDesk.of(session);
    await desk.send('all', { text: 'to all' });
    await desk.send('me.other', { text: 'to one' });
    await desk.send('staff', { text: 'to moderators', reply: '1' });
    expect(session.sent).toEqual([
      { name: 'chat:send', input: { text: 'to all' } },
      { name: 'chat:sendPrivate', input: { to: 'other', text: 'to one' } },
      { name: 'chat:sendStaff', input: { text: 'to moderators', reply: '1' } },
    ]);
  });

  it('sends a failed message again, once', async () => {
    const session = fakeSession();
    session.refuse = unavailable;
    const desk = ChatDesk.of(session);
    await desk.send('all', { text: 'hello' });
    session.refuse = undefined;
    await Promise.all([desk.retry(1), desk.retry(1)]);
    expect(session.sent).toHaveLength(2);
    expect(desk.store.getState().failed).toEqual([]);
  });

  it('does not resend a message that arrived without its acknowledgement', async () => {
    const session = fakeSession();
    session.refuse = unavailable;
    const desk = ChatDesk.of(session);
    await desk.send('all', { text: 'hello' });
    session.refuse = undefined;
    session.store.setState({ line: { state: 'lost', attempt: 1, retryAt: 0 } });
    const retried = desk.retry(1);
    await Promise.resolve();
    expect(session.sent).toHaveLength(1);
    // The line comes back with the messages of the meantime.
    setMessages(session, [message('1', { from: 'me', text: 'hello', at: Date.now() })]);
    session.store.setState({ line: { state: 'open' } });
    await retried;
    expect(session.sent).toHaveLength(1);
    expect(desk.store.getState().failed).toEqual([]);
  });

  it('counts unread messages of others since the last look, by conversation', () => {
    const session = fakeSession();
    setMessages(session, [message('1')]);
    const desk = ChatDesk.of(session);
    const unread = () =>
      conversationsOf(session.store.getState(), desk.store.getState()).map((one) => [one.channel, one.unread]);
    setMessages(session, [message('1'), message('2'), message('3', { from: 'me' }), message('4')]);
    setTalk(session, [message('5')]);
    expect(unread()).toEqual([
      ['all', 2],
      ['me.other', 1],
    ]);
    desk.show('all');
    expect(desk.place('all').firstNew).toBe('2');
    desk.markSeen('all');
    desk.markSeen('me.other');
    expect(unread()).toEqual([
      ['all', 0],
      ['me.other', 0],
    ]);
  });

  it('hides a talk until its next message', () => {
    const session = fakeSession();
    const desk = ChatDesk.of(session);
    const channels = () =>
      conversationsOf(session.store.getState(), desk.store.getState()).map(({ channel }) => channel);
    desk.openTalk({ id: 'other', name: 'Other' });
    expect(desk.store.getState().open).toBe('me.other');
    expect(channels()).toEqual(['all', 'me.other']);
    desk.hideTalk('me.other');
    expect(channels()).toEqual(['all']);
    setTalk(session, [message('1')]);
    expect(channels()).toEqual(['all', 'me.other']);
    desk.hideTalk('me.other');
    expect(channels()).toEqual(['all']);
    desk.openTalk({ id: 'other', name: 'Other' });
    expect(channels()).toEqual(['all', 'me.other']);
  });
});

function setTalk(session: FakeSession, messages: ChatMessage[]): void {
  const ends = [
    { id: 'me', name: 'Me' },
    { id: 'other', name: 'Other' },
  ];
  session.store.setState(({ states }) => {
    const before = states['chat'] as object;
    return { states: { ...states, chat: { ...before, talks: { 'me.other': { ends, messages } } } } };
  });
}

describe('older pages', () => {
  const page = (from: number, count: number) => Array.from({ length: count }, (_, n) => message(`m${from + n}`));
  const held = page(201, chatLimits.window);

  /** A session whose server has m1 to m300. */
  function longSession() {
    const session = fakeSession();
    const asked: string[] = [];
    setMessages(session, held);
    session.send = async (_contract, _command, input) => {
      const { before } = input as { before: string };
      asked.push(before);
      const end = Number(before.slice(1));
      const start = Math.max(1, end - chatLimits.window);
      return { messages: page(start, end - start), more: start > 1 } as never;
    };
    return { session, asked, desk: ChatDesk.of(session) };
  }
  const ids = (desk: ChatDesk) => desk.messages('all').map(({ id }) => id);
  const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `m${from + n}`);

  it('come before the held messages, without a gap, and end', async () => {
    const { desk, asked } = longSession();
    expect(desk.hasOlder('all')).toBe(true);
    expect(await desk.loadOlder('all')).toBe(true);
    expect(await desk.loadOlder('all')).toBe(false);
    expect(await desk.loadOlder('all')).toBe(false);
    expect(asked).toEqual(['m201', 'm101']);
    expect(ids(desk)).toEqual(numbered(1, 300));
    expect(desk.hasOlder('all')).toBe(false);
  });

  it('keep messages that leave the window when new ones come', async () => {
    const { session, desk } = longSession();
    await desk.loadOlder('all');
    setMessages(session, [...held.slice(2), message('m301'), message('m302')]);
    expect(ids(desk)).toEqual(numbered(101, 302));
  });

  it('are requested one at a time', async () => {
    const { desk, asked } = longSession();
    await Promise.all([desk.loadOlder('all'), desk.loadOlder('all')]);
    expect(asked).toEqual(['m201']);
  });

  it('are forgotten when the conversation begins anew, and after an absence', async () => {
    const { session, desk } = longSession();
    await desk.loadOlder('all');
    session.store.setState({ line: { state: 'lost', attempt: 1, retryAt: 0 } });
    session.store.setState({ line: { state: 'open' } });
    expect(ids(desk)).toEqual(numbered(201, 300));
    await desk.loadOlder('all');
    setMessages(session, [message('notice', { notice: 'cleared' })]);
    expect(ids(desk)).toEqual(['notice']);
    expect(desk.hasOlder('all')).toBe(false);
  });

  it('are loaded until the wanted message is there', async () => {
    const { desk } = longSession();
    expect(await desk.scrollTo('all', 'm5')).toBe(true);
    expect(desk.store.getState().target).toBe('m5');
    expect(await desk.scrollTo('all', 'never')).toBe(false);
  });
});

describe('notArrived', () => {
  const failed = (id: number, sentAt = 10_000) => ({
    id,
    channel: 'all',
    writing: { text: 'same' },
    code: 'unavailable' as const,
    sentAt,
    retrying: false,
  });

  it('matches each message with only one of two equal texts', () => {
    expect(
      notArrived([failed(1), failed(2)], [message('1', { from: 'me', text: 'same', at: 11_000 })], 'me').map(
        ({ id }) => id,
      ),
    ).toEqual([2]);
  });

  it('does not match an older message or another member’s', () => {
    const older = message('1', { from: 'me', text: 'same', at: 1_000 });
    const theirs = message('2', { from: 'other', text: 'same', at: 11_000 });
    expect(notArrived([failed(1)], [older, theirs], 'me')).toHaveLength(1);
  });
});
