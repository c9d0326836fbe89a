import { errorCodes } from '@plenum/shared/core/errors';
import { abilitiesOfRole } from '@plenum/shared/features/abilities';
import { reduceModeration } from '@plenum/shared/features/moderation/reduce';
import { goodbyeReasons } from '@plenum/shared/core/wire';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { AppError } from '@plenum/shared/core/errors';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { meetingState } from '../../testing/fakeSession.ts';
import { words } from '../../i18n/i18n.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Announcer } from '../../ui/Announcer.tsx';
import { RoomOf } from '../App.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { lastWords } from './lastWords.ts';
import { endingOf, LeftPage } from './LeftPage.tsx';
import { roomInfo } from '../../core/http.ts';
import { PreJoinPage } from './PreJoinPage.tsx';
import { Gone, Looking } from './RoomPage.tsx';
import { rememberRoom } from './roomKeys.ts';
import { StartPage } from './StartPage.tsx';

usePage();
const info = { id: 'abcd-efgh', title: 'Housing co-op assembly', people: 2, full: false, door: 'open' as const };
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

describe('start page', () => {
  it('needs one field and one button', () => {
    onPage(<StartPage />);
    fireEvent.change(screen.getByLabelText('Invitation link or room name'), {
      target: { value: 'https://a.example/r/abcd-efgh' },
    });
    press('Join');
    expect(location.pathname).toBe('/r/abcd-efgh');
  });

  it('finds the link in the words of a mail, and in an address with a sign too much', async () => {
    onPage(<StartPage />);
    const key = 'k'.repeat(32);
    fireEvent.change(screen.getByLabelText('Invitation link or room name'), {
      target: { value: `Join here: <https://a.example/r/abcd-efgh#host=${key}>, at 10` },
    });
    press('Join');
    expect(location.pathname + location.hash).toBe(`/r/abcd-efgh#host=${key}`);
    history.replaceState(null, '', '/r/other-room).');
    onPage(<RoomOf written="other-room)." />);
    await waitFor(() => expect(location.pathname).toBe('/r/other-room'));
  });

  it('says what is wrong with what was written', () => {
    onPage(<StartPage />);
    fireEvent.change(screen.getByLabelText('Invitation link or room name'), {
      target: { value: 'https://a.example/' },
    });
    press('Join');
    expect(screen.getByText(/isn’t a room link/)).toBeTruthy();
  });
});

describe('a server that decides who opens rooms', () => {
  const realFetch = globalThis.fetch;
  afterEach(() => void vi.stubGlobal('fetch', realFetch));

  /** Answers as a server of that policy, and to the opening of a room as told. */
  function server(createRooms: string, opening: { readonly status: number; readonly body: unknown }) {
    const asked: unknown[] = [];
    const answer = async (url: string, request?: { readonly body?: string }) => {
      if (url.endsWith('/api/server')) return Response.json({ createRooms });
      asked.push(JSON.parse(request?.body ?? '{}'));
      return Response.json(opening.body, { status: opening.status });
    };
    vi.stubGlobal('fetch', answer);
    return asked;
  }
  const refusal = (code: string) => ({ status: 403, body: { ok: false, code, message: 'no' } });
  const made = { id: 'abcd-efgh', title: 'x', hostKey: 'h', moderatorKey: 'm', memberKey: 'k' };

  it('asks for the key, says what is wrong with it, and remembers one that opened a room', async () => {
    const asked = server('key', refusal('forbidden'));
    const { unmount } = onPage(<StartPage />);
    const field = await screen.findByLabelText('Server key');
    press('Create room');
    expect(screen.getByText('Enter the key of this server.')).toBeTruthy();
    expect(asked).toEqual([]);
    fireEvent.change(field, { target: { value: ' a-wrong-key ' } });
    press('Create room');
    expect(await screen.findByText(/This key doesn’t work here/)).toBeTruthy();
    server('key', { status: 201, body: made });
    press('Create room');
    await waitFor(() => expect(location.pathname).toBe('/r/abcd-efgh'));
    expect(asked).toEqual([{ title: 'Our meeting', key: 'a-wrong-key' }]);
    unmount();
    onPage(<StartPage />);
    expect(await screen.findByDisplayValue('a-wrong-key')).toBeTruthy();
  });

  it('says that nobody opens rooms here, and still lets people enter one', async () => {
    server('nobody', refusal('forbidden'));
    onPage(<StartPage />);
    expect(await screen.findByText(/New rooms can’t be created on this server/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Create room' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Join' })).toBeTruthy();
  });

  it.each([
    ['full', /can’t take any more meetings/],
    ['limited', /A lot of rooms were just created/],
  ])('says %s in words that are about the server', async (code, words) => {
    server('everyone', refusal(code));
    onPage(<StartPage />);
    press('Create room');
    expect(await screen.findByText(words)).toBeTruthy();
  });
});

describe('looking for a room', () => {
  it('explains itself when it takes longer than two seconds', () => {
    vi.useFakeTimers();
    onPage(<Looking unreachable={undefined} />);
    expect(screen.getByRole('status').textContent).toBe('Looking for the room…');
    vi.advanceTimersByTime(2_100);
    vi.useRealTimers();
    return waitFor(() => expect(screen.getByRole('status').textContent).toMatch(/Still looking/));
  });

  it('says that the server does not answer, and that it goes on by itself', () => {
    onPage(<Looking unreachable="silent" />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Can’t reach the server');
  });

  it('says that WebSockets are stopped, and which address must be let through', () => {
    onPage(<Looking unreachable="blocked" />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Can’t connect to the meeting');
    expect(screen.getByRole('status').textContent).toMatch(/blocks WebSockets.* let wss:\/\/localhost:3000 through/);
  });

  it('blames no network where the device is offline', () => {
    onPage(<Looking unreachable="offline" />);
    expect(screen.getByRole('status').textContent).toMatch(/This device is offline/);
  });

  it.each([
    ['notFound', 'We can’t find this room'],
    ['full', 'The room is full'],
    ['forbidden', 'You’re not in the meeting'],
  ] as const)('%s has a page', (code, title) => {
    onPage(<Gone code={code} again={() => {}} />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
    expect(screen.getByRole('button', { name: 'Go to the start page' })).toBeTruthy();
  });

  it('an address that leads nowhere has a page', () => {
    onPage(<NotFoundPage />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Page not found');
  });
});

describe('pre-join', () => {
  it('tells who is in, and asks for a name before it joins', () => {
    const enter = vi.fn<(name: string) => Promise<void>>(async () => {});
    onPage(<PreJoinPage info={info} look={async () => info} enter={enter} />);
    expect(screen.getAllByText('2 people are in the room').length).toBeGreaterThan(0);
    press('Join meeting');
    expect(enter).not.toHaveBeenCalled();
    expect(screen.getByText(/Enter your name/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Your name'));
  });

  it('joins with the name and remembers it', async () => {
    const enter = vi.fn<(name: string) => Promise<void>>(async () => {});
    onPage(<PreJoinPage info={info} look={async () => info} enter={enter} />);
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: '  Anna  ' } });
    press('Join meeting');
    await waitFor(() => expect(enter).toHaveBeenCalledWith('Anna'));
    expect(localStorage.getItem('plenum.preferences')).toContain('"name":"Anna"');
  });

  it.each([
    ['\u3164', /Enter your name/],
    ['An<a', /without < or >/],
  ])('says what is wrong with a name that cannot be seen as it is: %j', (name, words) => {
    const enter = vi.fn<(name: string) => Promise<void>>(async () => {});
    onPage(<PreJoinPage info={info} look={async () => info} enter={enter} />);
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: name } });
    press('Join meeting');
    expect(screen.getByText(words)).toBeTruthy();
    expect(enter).not.toHaveBeenCalled();
  });

  it('says in words why it could not join', async () => {
    onPage(
      <PreJoinPage
        info={info}
        look={async () => info}
        enter={() => Promise.reject(new AppError('unavailable', 'no'))}
      />,
    );
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: 'Anna' } });
    press('Join meeting');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/can’t be reached right now/));
  });

  it('says that the record of the room cannot be read, and not that the server is away', async () => {
    const refuse = () => Promise.reject(new AppError('unavailable', 'no', 'unreadable'));
    onPage(<PreJoinPage info={info} look={async () => info} enter={refuse} />);
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: 'Anna' } });
    press('Join meeting');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/data of this meeting can’t be read/));
  });

  it.each([
    ['open', /room is full.*no space left/, /let in/],
    ['ask', /room is full.*wait until someone leaves/, /lets people in/],
    ['closed', /No one can join/, /room is full/],
  ] as const)('says one reason to wait of a full room: %s', (door, said, unsaid) => {
    const full = { ...info, full: true, door };
    onPage(<PreJoinPage info={full} look={async () => full} enter={async () => {}} />);
    expect(screen.getAllByText(said).length).toBeGreaterThan(0);
    expect(screen.queryAllByText(unsaid)).toEqual([]);
  });

  it.each([
    [undefined, /no space left right now/],
    ['windows', /Close one, wait/],
    ['waiting', /are waiting already/],
    ['address', /from your network/],
    ['lines', /Close other windows/],
  ] as const)('says which bound kept it out: %s', async (bound, words) => {
    onPage(
      <PreJoinPage
        info={info}
        look={async () => info}
        enter={() => Promise.reject(new AppError('full', 'no', bound))}
      />,
    );
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: 'Anna' } });
    press('Join meeting');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(words));
  });
});

describe('pre-join at a door that lets nobody in', () => {
  const realFetch = globalThis.fetch;
  afterEach(() => {
    vi.useRealTimers();
    vi.stubGlobal('fetch', realFetch);
  });
  /** Renders the page with a name, before a door that the server opens later. */
  function before(door: 'closed' | 'ended', name = 'Anna') {
    const enter = vi.fn<(name: string) => Promise<void>>(async () => {});
    vi.useFakeTimers();
    onPage(<PreJoinPage info={{ ...info, door }} enter={enter} look={() => roomInfo(location.origin, info.id)} />);
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: name } });
    return enter;
  }
  const isDisabled = (name: string) => screen.getByRole('button', { name }).hasAttribute('disabled');
  async function opens() {
    vi.stubGlobal('fetch', async () => Response.json({ ...info, door: 'open' }));
    await act(() => vi.advanceTimersByTimeAsync(11_000));
  }

  it.each(['closed', 'ended'] as const)(
    'waits for the host, and joins by itself when the door opens: %s',
    async (door) => {
      const enter = before(door);
      expect(isDisabled('Waiting for the host…')).toBe(true);
      expect(isDisabled('Join without microphone and camera')).toBe(true);
      await opens();
      expect(enter).toHaveBeenCalledExactlyOnceWith('Anna');
    },
  );

  it('does not join without a name', async () => {
    const enter = before('ended', ' ');
    await opens();
    expect(enter).not.toHaveBeenCalled();
    expect(isDisabled('Join meeting')).toBe(false);
  });

  it('says once that the door has closed in the meantime', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ ...info, door: 'ended' }));
    onPage(
      <PreJoinPage
        info={info}
        look={() => roomInfo(location.origin, info.id)}
        enter={() => Promise.reject(new AppError('closed', 'over'))}
      />,
    );
    fireEvent.change(screen.getByLabelText('Your name'), { target: { value: 'Anna' } });
    press('Join meeting');
    expect(await screen.findByRole('button', { name: 'Waiting for the host…' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('lets a host start the meeting again', async () => {
    rememberRoom({ id: info.id, title: info.title, keys: { host: 'a-key-of-the-host' } });
    const enter = before('ended');
    press('Start again');
    await act(() => vi.advanceTimersByTimeAsync(0));
    expect(enter).toHaveBeenCalledExactlyOnceWith('Anna');
  });
});

describe('after the meeting', () => {
  it.each([...goodbyeReasons, ...errorCodes, 'left', 'outdated'] as const)(
    '%s has a title, a reason and a way on',
    (reason) => {
      onPage(<LeftPage reason={reason} title="Assembly" stayedMs={65 * 60_000} again={() => {}} />);
      expect(screen.getByRole('heading', { level: 1 }).textContent).not.toMatch(/\./);
      expect(screen.getByText(/1 hour, 5 minutes/)).toBeTruthy();
      expect(screen.getByRole('button', { name: 'Go to the start page' })).toBeTruthy();
      expect(screen.queryByText(/\w\.\w+\.\w/)).toBeNull();
    },
  );

  it('tells the host who ended the meeting so, and offers to start it again', () => {
    const again = vi.fn<() => void>();
    const state = meetingState();
    const ended = (by: string, abilities = [...abilitiesOfRole.host]) =>
      lastWords({
        ...state,
        me: { ...state.me, name: 'Ana', abilities },
        states: { ...state.states, moderation: { ...reduceModeration.initial, ended: { by, at: 1 } } },
      });
    expect(ended('Mia')).toEqual({ what: 'ended', by: 'Mia' });
    expect(ended('Ana', [])).toEqual({ what: 'ended', by: 'Ana' });
    onPage(<LeftPage reason="ended" farewell={ended('Ana')} title="Assembly" stayedMs={0} again={again} />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('You ended the meeting');
    press('Start again');
    expect(again).toHaveBeenCalledOnce();
  });

  it('[DU8] says which limit was met, whose it is, and what can be done', () => {
    const again = vi.fn<() => void>();
    const of = { is: 'organisation', name: 'Housing co-op', tier: 'basic' } as const;
    const farewell = { what: 'timeUp', minutes: 60, of } as const;
    onPage(<LeftPage reason="removed" farewell={farewell} title="Assembly" stayedMs={0} again={again} />);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The time of the meeting is up');
    expect(document.body.textContent).toContain('Meetings of Housing co-op last 1 hour at most with its tier “basic”.');
    press('Begin a new meeting');
    expect(again).toHaveBeenCalledOnce();
  });

  it('offers the way back, except to who was removed or to what is over', () => {
    expect(endingOf('removed', { what: 'banned', by: 'Mia' }).back).toBeUndefined();
    expect(endingOf('removed', { what: 'refused', words: '' }).back).toBe('left.refused.again');
    expect(endingOf('removed', { what: 'refused', words: '', displaced: true }).body).toBe('left.refused.displaced');
    expect(endingOf('replaced', { what: 'removed', by: 'Mia' }).title).toBe('left.replaced.title');
    expect(endingOf('ended', { what: 'ended', by: 'Mia' }).back).toBeUndefined();
    expect(endingOf('ended', { what: 'ended', by: '' }).body).toBe('left.ended.byServer');
    expect(endingOf('left').back).toBe('left.rejoin');
    expect(endingOf('replaced').back).toBe('left.replacedAction');
    expect(endingOf('removed').back).toBeUndefined();
    expect(endingOf('ended').back).toBeUndefined();
  });
});

describe('a page in the place of another one', () => {
  it('gives the focus to its heading, and says one sentence', () => {
    onPage(<NotFoundPage />).unmount();
    onPage(<Announcer />);
    onPage(<LeftPage reason="ended" title="Assembly" stayedMs={60_000} again={() => {}} />);
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    expect(screen.getAllByText(words.t('left.ended.body'))).toHaveLength(2);
  });

  it('leaves the focus where somebody has put it', () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    onPage(<NotFoundPage />);
    expect(document.activeElement).toBe(field);
    field.remove();
  });
});
