import { act, fireEvent, screen, within } from '@testing-library/react';
import { AppError } from '@plenum/shared/core/errors';
import type { StateOf } from '@plenum/shared/core/contract';
import type { chat } from '@plenum/shared/features/chat/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { StayContext } from '../../app/stayContext.ts';
import { preferences } from '../../app/preferences/preferences.ts';
import {
  type FakeSession,
  fakeSession,
  meetingState,
  message,
  person,
  setMessages,
} from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { playSignal } from '../../ui/signal.ts';
import { toasts } from '../../ui/toasts.ts';
import { ChatDesk } from './desk/ChatDesk.ts';
import { FileDesk } from './desk/FileDesk.ts';
import { ChatPanel } from './ChatPanel.tsx';
import { ChatWatcher } from './ChatWatcher.tsx';
import { loadPlainWords } from './plainWords.ts';
import { MessageText } from './message/MessageText.tsx';
import { useWriteEntry } from './useWriteEntry.tsx';

vi.mock('../../ui/signal.ts', { spy: true });
usePage();

type ChatState = StateOf<typeof chat>;
const ben = person('ben', { name: 'Ben' });
const host = person('host', { name: 'Ana', role: 'host' });

function setChat(session: FakeSession, part: Partial<ChatState>): void {
  session.store.setState(({ states }) => ({
    states: { ...states, chat: { ...(states['chat'] as ChatState), ...part } },
  }));
}

function talk(...messages: ReturnType<typeof message>[]): Partial<ChatState> {
  const ends: ChatState['talks'][string]['ends'] = [
    { id: 'ben', name: 'Ben' },
    { id: 'me', name: 'Me' },
  ];
  return { talks: { 'ben.me': { ends, messages } } };
}

function panel({ abilities = ['chatSend', 'chatPrivate'] as const, people = [person('me'), ben, host] } = {}) {
  const state = meetingState({}, people);
  const session = fakeSession({ ...state, me: { ...state.me, abilities: [...abilities] } });
  return session;
}
const sent = (session: FakeSession) => session.sent.filter(({ name }) => name !== 'chat:typing');

describe('the panel', () => {
  it('has the list of conversations one step away, and writes to the conversation that it names', async () => {
    const session = panel();
    setChat(session, talk(message('1', { from: 'ben', name: 'Ben', text: 'psst' })));
    onPage(<ChatPanel />, session);
    fireEvent.click(screen.getByRole('button', { name: /^Conversations/ }));
    fireEvent.click(screen.getByRole('button', { name: /Ben/ }));
    const field = screen.getByLabelText('Your message to Ben');
    fireEvent.change(field, { target: { value: 'quiet' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sent(session)).toEqual([{ name: 'chat:sendPrivate', input: { to: 'ben', text: 'quiet' } }]);
  });

  it('begins an empty conversation', () => {
    onPage(<ChatPanel />, panel());
    fireEvent.click(screen.getByRole('button', { name: /^Conversations/ }));
    fireEvent.click(screen.getByRole('button', { name: /Ben/ }));
    expect(screen.getByLabelText('Your message to Ben')).toBeTruthy();
    expect(screen.getByText('Only you and Ben')).toBeTruthy();
  });

  it('shows the last words in the list without their markup', async () => {
    const session = panel();
    setMessages(session, [message('1', { name: 'Ben', text: '**Bring** your `keys`' })]);
    ChatDesk.of(session).show(undefined);
    onPage(<ChatPanel />, session);
    expect((await screen.findByText('Bring your keys')).parentElement?.textContent).toBe('Ben: Bring your keys');
  });

  it('is read-only when the other member has left, and says so', () => {
    const session = panel({ abilities: ['chatSend', 'chatPrivate', 'memberSee'] as never, people: [person('me')] });
    setChat(session, talk(message('1', { from: 'ben', name: 'Ben', text: 'bye' })));
    ChatDesk.of(session).show('ben.me');
    onPage(<ChatPanel />, session);
    expect(screen.getByText('Ben has left the meeting. You can still read what was written.')).toBeTruthy();
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('offers only moderators to a member who may write to nobody else', () => {
    const session = panel({ abilities: ['chatSend'] as never });
    ChatDesk.of(session).show(undefined);
    onPage(<ChatPanel />, session);
    expect(screen.getByText(/You can still write to hosts and moderators/)).toBeTruthy();
    expect(screen.getByRole('button', { name: /Ana/ })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Ben/ })).toBeNull();
  });

  it('has no moderators’ channel for others', () => {
    const session = panel();
    ChatDesk.of(session).show(undefined);
    onPage(<ChatPanel />, session);
    expect(screen.queryByText('Moderators')).toBeNull();
    act(() => session.store.setState(({ me }) => ({ me: { ...me, role: 'moderator' } })));
    expect(screen.getByText('Moderators')).toBeTruthy();
  });

  it('keeps the changed text when the change is refused', async () => {
    const session = panel();
    setMessages(session, [message('1', { from: 'me', text: 'old' })]);
    const desk = ChatDesk.of(session);
    desk.change('all', { editing: { id: '1', draft: 'waiting' }, draft: 'new' });
    onPage(<ChatPanel />, session);
    session.refuse = new AppError('notFound', 'gone');
    const field = screen.getByLabelText('Your message to everyone');
    fireEvent.keyDown(field, { key: 'Enter' });
    await expect.poll(() => desk.place('all')).toMatchObject({ draft: 'new', editing: { id: '1' } });
    session.refuse = undefined;
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sent(session).at(-1)).toEqual({ name: 'chat:edit', input: { channel: 'all', id: '1', text: 'new' } });
    expect(desk.place('all')).toMatchObject({ draft: 'waiting', editing: undefined });
  });

  it('keeps changed words as a new message when their message is deleted meanwhile', async () => {
    const session = panel();
    setMessages(session, [message('1', { from: 'me', text: '', deleted: { by: 'host', name: 'Ana' } })]);
    const desk = ChatDesk.of(session);
    desk.change('all', { editing: { id: '1', draft: '' }, draft: 'better words' });
    onPage(<ChatPanel />, session);
    session.refuse = new AppError('notFound', 'gone');
    fireEvent.keyDown(screen.getByLabelText('Your message to everyone'), { key: 'Enter' });
    await expect.poll(() => desk.place('all')).toMatchObject({ draft: 'better words', editing: undefined });
  });

  it('completes a mention by keyboard', () => {
    const session = panel();
    onPage(<ChatPanel />, session);
    const field = screen.getByLabelText<HTMLTextAreaElement>('Your message to everyone');
    fireEvent.change(field, { target: { value: 'hi @be', selectionStart: 6, selectionEnd: 6 } });
    const list = screen.getByRole('listbox', { name: 'People to mention' });
    expect(within(list).getAllByRole('option')).toHaveLength(1);
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(ChatDesk.of(session).place('all').draft).toBe('hi @Ben ');
    expect(sent(session)).toEqual([]);
  });

  it('sends :lol as it is, and completes an emoji by its whole name, an arrow or Tab', async () => {
    const session = panel();
    onPage(<ChatPanel />, session);
    const field = screen.getByLabelText<HTMLTextAreaElement>('Your message to everyone');
    const draft = () => ChatDesk.of(session).place('all').draft;
    const write = async (value: string) => {
      fireEvent.change(field, { target: { value, selectionStart: value.length, selectionEnd: value.length } });
      return screen.findByRole('listbox');
    };
    const list = await write(':lol');
    expect(within(list).queryByRole('option', { selected: true })).toBeNull();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sent(session)).toEqual([{ name: 'chat:send', input: { text: ':lol' } }]);
    expect(screen.queryByRole('listbox')).toBeNull();
    await write(':lol');
    fireEvent.keyDown(field, { key: 'Tab' });
    expect(draft()).toMatch(/^\P{ASCII}+ $/u);
    await write(':lol');
    fireEvent.keyDown(field, { key: 'ArrowUp' });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(draft()).toMatch(/^\P{ASCII}+ $/u);
    await write(':smile');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(draft()).toBe('😄 ');
    expect(sent(session)).toHaveLength(1);
  });

  it('counts a message of signs that cannot be seen as empty', () => {
    const session = panel();
    onPage(<ChatPanel />, session);
    const field = screen.getByLabelText('Your message to everyone');
    for (const value of ['\u200b', '\u2800 \u3164']) {
      fireEvent.change(field, { target: { value } });
      fireEvent.keyDown(field, { key: 'Enter' });
    }
    expect(sent(session)).toEqual([]);
    fireEvent.change(field, { target: { value: 'first line\u000bsecond line\u200b' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(sent(session)).toEqual([{ name: 'chat:send', input: { text: 'first line\nsecond line' } }]);
  });

  it('shows the pinned message, and lets only moderators unpin', () => {
    const session = panel();
    setChat(session, { pins: [{ id: '1', from: 'ben', name: 'Ben', text: 'Agenda', at: 0, by: 'Ana' }] });
    onPage(<ChatPanel />, session);
    expect(screen.getByText('Ben, pinned by Ana')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Unpin' })).toBeNull();
    act(() => session.store.setState(({ me }) => ({ me: { ...me, abilities: ['chatModerate'] } })));
    fireEvent.click(screen.getByRole('button', { name: 'Unpin' }));
    expect(sent(session)).toEqual([{ name: 'chat:unpin', input: { id: '1' } }]);
  });
});

describe('a message', () => {
  it('shows a few emoji large, and more like any text', () => {
    onPage(<MessageText text="🎉🎉" />);
    expect(screen.getByText('🎉🎉').className).toContain('text-4xl');
    onPage(<MessageText text="🎉 yes" />);
    expect(screen.getByText('🎉 yes').className).not.toContain('text-4xl');
  });

  it('marks mentioned members', () => {
    onPage(<MessageText text="hello @Ben" mentions={[{ id: 'ben', name: 'Ben' }]} />);
    expect(screen.getByText('@Ben').nodeName).toBe('MARK');
  });
});

describe('news', () => {
  beforeEach(() => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
    toasts.setState({ list: [] });
    vi.mocked(playSignal).mockReset().mockReturnValue();
  });
  afterEach(() => vi.restoreAllMocks());
  const told = () => toasts.getState().list.map(({ words }) => words);

  it('are announced as this person has chosen: mentions and private messages, not every message', () => {
    const session = panel();
    preferences.setState({ panel: null });
    setMessages(session, [message('0')]);
    onPage(<ChatWatcher />, session);
    act(() => setMessages(session, [message('0'), message('1', { text: 'to all' })]));
    expect(told()).toEqual([]);
    const called = message('2', { name: 'Ben', text: 'hey @Me', mentions: [{ id: 'me', name: 'Me' }] });
    act(() => setMessages(session, [message('0'), message('1'), called]));
    expect(told()).toEqual(['Ben: hey @Me']);
    expect(playSignal).toHaveBeenCalledExactlyOnceWith('message');
    act(() => setChat(session, talk(message('3', { from: 'ben', name: 'Ben', text: 'psst' }))));
    expect(told()).toEqual(['Ben: hey @Me', 'Private from Ben: psst']);
    act(() => setMessages(session, [message('4', { from: 'me', text: 'mine' })]));
    expect(told()).toHaveLength(2);
  });

  it('make no sound while this person talks, nor when sounds are off', () => {
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const session = panel();
    onPage(<ChatWatcher />, session);
    session.store.setState({ speaking: ['me'] });
    act(() => setChat(session, talk(message('3', { from: 'ben', name: 'Ben', text: 'psst' }))));
    expect(told()).toEqual(['Private from Ben: psst']);
    expect(playSignal).not.toHaveBeenCalled();
  });

  it('show words without their markup', async () => {
    const session = panel();
    await loadPlainWords();
    onPage(<ChatWatcher />, session);
    act(() => setChat(session, talk(message('3', { from: 'ben', name: 'Ben', text: '**Bring** your `keys`' }))));
    expect(told()).toEqual(['Private from Ben: Bring your keys']);
  });

  it('hide the words of a private message while I share my screen', () => {
    const session = panel();
    session.store.setState(({ states }) => ({
      states: { ...states, media: { streams: { me: { screen: { muted: false } } } } },
    }));
    onPage(<ChatWatcher />, session);
    act(() => setChat(session, talk(message('3', { from: 'ben', name: 'Ben', text: 'psst' }))));
    expect(told()).toEqual(['Private message from Ben']);
  });

  it('are not shown twice: a message in the open conversation makes no toast', () => {
    const session = panel();
    preferences.setState({ panel: 'chat' });
    ChatDesk.of(session).show('ben.me');
    onPage(<ChatWatcher />, session);
    act(() => setChat(session, talk(message('3', { from: 'ben', name: 'Ben', text: 'psst' }))));
    expect(told()).toEqual([]);
  });
});

describe('a person’s menu', () => {
  function Entries({ member }: { readonly member: ReturnType<typeof person> }) {
    return useWriteEntry(member).map(({ id, label, run }) => (
      <button key={id} type="button" onClick={run}>
        {label} {member.name}
      </button>
    ));
  }

  it('begins a talk with members to whom I may write, and with nobody else', () => {
    const session = panel({ abilities: ['chatSend'] as never });
    onPage(
      [ben, host, person('me')].map((member) => <Entries key={member.id} member={member} />),
      session,
    );
    expect(screen.getAllByRole('button')).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Message privately Ana' }));
    expect(ChatDesk.of(session).store.getState().open).toBe('host.me');
    expect(preferences.getState().panel).toBe('chat');
  });
});

it('says of a dropped folder that it is one, and uploads nothing of it', () => {
  toasts.setState({ list: [] });
  const session = panel({ abilities: ['chatSend', 'chatAttach'] as never });
  onPage(<ChatPanel />, session);
  const file = new File([], 'Ein Ordner');
  const item = {
    kind: 'file',
    getAsFile: () => file,
    webkitGetAsEntry: () => ({ name: 'Ein Ordner', isDirectory: true }),
  };
  fireEvent.drop(screen.getByRole('textbox'), { dataTransfer: { types: ['Files'], files: [file], items: [item] } });
  expect(toasts.getState().list.map(({ words }) => words)).toEqual([expect.stringContaining('is a folder')]);
});

describe('a file that is not as it should be', () => {
  const png = Uint8Array.from(
    atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
    (sign) => sign.charCodeAt(0),
  );
  const cut = new File([png.slice(0, 50)], 'roof.png', { type: 'image/png' });
  const gone = Object.assign(new File(['x'], 'roof.png', { type: 'image/png' }), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
  });

  const drop = async (file: File, problem?: AppError) => {
    toasts.setState({ list: [] });
    const bring = vi.spyOn(FileDesk.prototype, 'bring');
    if (problem) bring.mockRejectedValue(problem);
    else bring.mockResolvedValue();
    onPage(<ChatPanel />, panel({ abilities: ['chatSend', 'chatAttach'] as never }));
    fireEvent.drop(screen.getByRole('textbox'), { dataTransfer: { types: ['Files'], files: [file] } });
    await vi.waitFor(() => expect(toasts.getState().list).toHaveLength(1), { timeout: 15_000 });
    bring.mockRestore();
    return toasts.getState().list[0]?.words;
  };

  it('is sent, and its sender reads that a part of the picture is missing', async () => {
    expect(await drop(cut)).toMatch(/Part of the image “roof.png” is missing/);
  });

  it('is said to be cut off where the server calls it something else', async () => {
    expect(await drop(cut, new AppError('invalid', 'no picture'))).toMatch(/is missing/);
  });

  it('is said to be unreadable, instead of blaming the server', async () => {
    expect(await drop(gone, new AppError('unavailable', 'broke'))).toMatch(/can’t be read on this device/);
  });

  it('is not blamed when it is whole and the server is away', async () => {
    const whole = new File([png], 'roof.png', { type: 'image/png' });
    expect(await drop(whole, new AppError('unavailable', 'broke'))).toMatch(/roof\.png wasn’t uploaded/);
  });
});

describe('words that are typed in a breakout room and not sent', () => {
  const visit = () => {
    toasts.setState({ list: [] });
    const [home, room] = [panel(), panel()];
    const store = createStore(() => ({ here: room, move: undefined }));
    onPage(
      <StayContext value={{ home, store } as never}>
        <ChatWatcher />
      </StayContext>,
      room,
    );
    return { room, goBack: () => act(() => store.setState({ here: home })) };
  };

  it('are offered when the page leaves the room', async () => {
    const write = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    vi.stubGlobal('navigator', { clipboard: { writeText: write } });
    const { room, goBack } = visit();
    ChatDesk.of(room).change('all', { draft: 'We agree on\nthe green roof' });
    goBack();
    const [toast] = toasts.getState().list;
    expect(toast).toMatchObject({ words: expect.stringMatching(/“Assembly”.*green roof/), seconds: 0 });
    toast?.action?.run();
    expect(write).toHaveBeenCalledExactlyOnceWith('We agree on\nthe green roof');
    vi.unstubAllGlobals();
  });

  it('stay in view when the browser refuses to copy', async () => {
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('refused')) } });
    const { room, goBack } = visit();
    ChatDesk.of(room).change('staff', { draft: 'kept', editing: { id: '1', draft: 'both' } });
    goBack();
    toasts.getState().list[0]?.action?.run();
    const refused = /kept both \(Your browser doesn’t allow copying/;
    await vi.waitFor(() => expect(toasts.getState().list.at(-1)?.words).toMatch(refused), { timeout: 15_000 });
    vi.unstubAllGlobals();
  });

  it('are not spoken of when there are none', () => {
    visit().goBack();
    expect(toasts.getState().list).toEqual([]);
  });
});
