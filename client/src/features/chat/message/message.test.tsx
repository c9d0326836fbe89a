import { fireEvent, screen } from '@testing-library/react';
import type { Ability } from '@plenum/shared/core/abilities';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { describe, expect, it } from 'vitest';
import { fakeSession, meetingState, message, person, setMessages } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { ChatDesk } from '../desk/ChatDesk.ts';
import { Message } from './Message.tsx';

usePage();

function show(part: Partial<ChatMessage>, abilities: Ability[] = ['chatSend'], channel = 'all') {
  const state = meetingState({}, [person('me'), person('ben', { name: 'Ben' })]);
  const session = fakeSession({ ...state, me: { ...state.me, abilities } });
  const shown = message('1', { from: 'ben', name: 'Ben', text: 'hello', ...part });
  setMessages(session, [shown]);
  onPage(<Message message={shown} first channel={channel} />, session);
  return session;
}

/** Returns the names of the message's actions. */
async function actions(): Promise<string[]> {
  fireEvent.click(screen.getByRole('button', { name: 'Actions for Ben’s message' }));
  return (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent);
}

describe('a message', () => {
  it('shows its quote, that it was edited, and that its author is a moderator', () => {
    const reply = { id: '0', from: 'ana', name: 'Ana', text: 'and now?' };
    show({ reply, editedAt: 1, role: 'moderator' });
    expect(screen.getByText('and now?')).toBeTruthy();
    expect(screen.getByText('edited')).toBeTruthy();
    expect(screen.getByText('Moderator')).toBeTruthy();
  });

  it('says that the quoted message was deleted', () => {
    show({ reply: { id: '0', from: 'ana', name: 'Ana', text: '' } });
    expect(screen.getByText('This message was deleted.')).toBeTruthy();
  });

  it.each([
    [{ by: 'ben', name: 'Ben' }, 'Message deleted'],
    [{ by: 'ana', name: 'Ana' }, 'Message deleted by Ana'],
    [{ by: 'me', name: 'Me' }, 'Message deleted by you'],
  ])('is a stub with nothing to do once %o deleted it', (deleted, words) => {
    show({ text: '', deleted });
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('adds and removes my reaction', () => {
    const session = show({ reactions: { '👍': ['me', 'ben'], '🎉': ['ben'] } });
    fireEvent.click(screen.getByRole('button', { name: '👍 2 You and Ben' }));
    fireEvent.click(screen.getByRole('button', { name: '🎉 1 Ben' }));
    expect(session.sent).toEqual([
      { name: 'chat:react', input: { channel: 'all', id: '1', emoji: '👍', on: false } },
      { name: 'chat:react', input: { channel: 'all', id: '1', emoji: '🎉', on: true } },
    ]);
  });

  it('of another member can be answered and copied, not edited', async () => {
    show({});
    expect(await actions()).toEqual(['React', 'Reply', 'Copy text']);
  });

  it('of another member can be pinned and deleted by moderators', async () => {
    show({}, ['chatSend', 'chatModerate']);
    expect(await actions()).toEqual(['React', 'Reply', 'Copy text', 'Pin for everyone', 'Delete']);
  });

  it('in a talk cannot be moderated', async () => {
    show({}, ['chatModerate', 'chatPrivate'], 'ben.me');
    expect(await actions()).toEqual(['React', 'Reply', 'Copy text']);
  });

  it('can only be copied where I may not write', async () => {
    show({}, []);
    expect(await actions()).toEqual(['Copy text']);
  });

  it('is shown above the field when it is answered', async () => {
    const session = show({});
    await actions();
    fireEvent.click(screen.getByRole('menuitem', { name: 'Reply' }));
    expect(ChatDesk.of(session).place('all').reply).toMatchObject({ id: '1' });
  });
});
