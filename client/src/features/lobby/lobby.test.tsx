import { abilitiesOfRole } from '@plenum/shared/features/abilities';
import type { StateOf } from '@plenum/shared/core/contract';
import { lobby, type Waiting } from '@plenum/shared/features/lobby/contract';
import { reduceLobby } from '@plenum/shared/features/lobby/reduce';
import { presence } from '@plenum/shared/features/presence/contract';
import { act, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { stateOf } from '../../core/store.ts';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { preferences } from '../../app/preferences/preferences.ts';
import { fakeSession, type FakeSession, meetingState } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { Announcer } from '../../ui/Announcer.tsx';
import { LobbyBanner } from './LobbyDoor.tsx';
import { LobbySection } from './LobbySection.tsx';
import { LobbyWatcher } from './LobbyWatcher.tsx';
import { WaitingPage } from './WaitingPage.tsx';

usePage();
beforeEach(() => {
  openPanel(null);
  // jsdom has no sound.
  preferences.setState({ sounds: { join: false, hand: false, message: false, warning: false } });
});

function waiting(id: string, part: Partial<Waiting> = {}): Waiting {
  return { id, name: `Name ${id}`, role: 'participant', since: 0, online: true, words: '', ...part };
}

function session(role: 'host' | 'participant', part: Partial<StateOf<typeof lobby>>): FakeSession {
  const state = meetingState();
  return fakeSession({
    ...state,
    me: { ...state.me, role, abilities: [...abilitiesOfRole[role]] },
    states: { ...state.states, lobby: { ...reduceLobby.initial, ...part } },
  });
}

/** The names of people inside. */
function usedNames(): readonly string[] {
  return Object.values(stateOf(meetingState(), presence).members).map(({ name }) => name);
}

const queue = { b: waiting('b', { since: 2 }), a: waiting('a', { since: 1 }) };

describe('the door, inside', () => {
  it('is hidden from members without the right', () => {
    onPage(<LobbySection />, session('participant', { waiting: queue }));
    expect(screen.queryByText(/wait/)).toBeNull();
  });

  it('lists waiting people in order, each with a button', () => {
    const host = session('host', { policy: 'ask', waiting: queue });
    onPage(<LobbySection />, host);
    const rows = within(screen.getByRole('list')).getAllByText(/^Name/);
    expect(rows.map(({ textContent }) => textContent)).toEqual(['Name a', 'Name b']);
    fireEvent.click(screen.getByRole('button', { name: 'Let in Name b' }));
    fireEvent.click(screen.getByRole('button', { name: 'Let everyone in' }));
    expect(host.sent).toEqual([
      { name: 'lobby:admit', input: { member: 'b', as: 'participant', remember: false } },
      { name: 'lobby:admitAll', input: { as: 'participant' } },
    ]);
  });

  it('marks a waiting person with a name similar to one inside', () => {
    const [first = expect.fail()] = usedNames();
    const names = { a: waiting('a', { name: first.toUpperCase() }), b: waiting('b') };
    onPage(<LobbySection />, session('host', { policy: 'ask', waiting: names }));
    expect(screen.getAllByText('Someone in the meeting has a name like this')).toHaveLength(1);
  });

  it('turns a person away with the host’s words', () => {
    const host = session('host', { policy: 'ask', waiting: queue });
    onPage(<LobbySection />, host);
    fireEvent.click(screen.getByRole('button', { name: 'Actions for Name a' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Turn away, now and in future…' }));
    fireEvent.change(screen.getByLabelText('Message (optional)'), { target: { value: ' Tomorrow. ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Turn away' }));
    expect(host.sent).toEqual([{ name: 'lobby:deny', input: { member: 'a', words: 'Tomorrow.', remember: true } }]);
  });

  it('announces each waiting person once, and keeps the notice until all are answered', async () => {
    const host = session('host', { policy: 'ask' });
    onPage(
      <>
        <LobbyWatcher />
        <LobbyBanner />
        <Announcer />
      </>,
      host,
    );
    const said: (string | null)[] = [];
    const spoken = new MutationObserver(() => said.push(document.querySelector('.sr-only')?.textContent ?? null));
    spoken.observe(document.body, { subtree: true, childList: true, characterData: true });
    const knock = (of: Record<string, Waiting>) =>
      act(() =>
        host.store.setState(({ states }) => ({
          states: { ...states, lobby: { ...reduceLobby.initial, waiting: of } },
        })),
      );
    knock({ a: queue.a });
    expect((await screen.findByRole('status')).textContent).toBe('Name a is asking to join.');
    knock(queue);
    expect(screen.getByRole('status').textContent).toBe('2 people are asking to join.');
    fireEvent.click(screen.getByRole('button', { name: 'Let everyone in' }));
    knock({ b: queue.b });
    fireEvent.click(screen.getByRole('button', { name: 'Let in Name b' }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn away Name b' }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn away' }));
    expect(host.sent).toEqual([
      { name: 'lobby:admitAll', input: { as: 'participant' } },
      { name: 'lobby:admit', input: { member: 'b', as: 'participant', remember: false } },
      { name: 'lobby:deny', input: { member: 'b', words: '', remember: false } },
    ]);
    knock({});
    expect(screen.queryByRole('status')).toBeNull();
    await Promise.resolve();
    spoken.disconnect();
    expect([...new Set(said)].filter(Boolean)).toEqual(['Name a is asking to join.', 'Name b is asking to join.']);
  });

  it('shows a hidden notice again when another person knocks, and none beside the open list', async () => {
    const host = session('host', { policy: 'ask', waiting: { a: queue.a } });
    onPage(<LobbyBanner />, host);
    fireEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('status')).toBeNull();
    act(() =>
      host.store.setState(({ states }) => ({
        states: { ...states, lobby: { ...reduceLobby.initial, waiting: queue } },
      })),
    );
    expect(screen.getByRole('status')).toBeTruthy();
    act(() => openPanel('people'));
    expect(screen.queryByRole('status')).toBeNull();
  });
});

describe('the door, outside', () => {
  it('shows the place and the words of the hosts, and can be left', async () => {
    const outside = session('participant', { words: 'To all', waiting: { me: waiting('me', { words: 'To me' }) } });
    outside.store.setState({ place: 'outside' });
    const send = outside.send;
    outside.send = async (contract, command, input) => {
      await send(contract, command, input);
      return { place: 3, of: 7 } as never;
    };
    onPage(<WaitingPage />, outside);
    expect(await screen.findByText('You’re number 3 in the queue')).toBeTruthy();
    for (const words of ['To all', 'To me']) expect(screen.getByText(words)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop waiting' }));
    expect(outside.store.getState().line).toEqual({ state: 'closed', reason: 'left' });
  });

  it('says after a lost line that the place is kept', () => {
    const outside = session('participant', { waiting: { me: waiting('me') } });
    outside.store.setState({ place: 'outside', line: { state: 'lost', attempt: 1, retryAt: 0 } });
    onPage(<WaitingPage />, outside);
    expect(screen.getByText('Connection lost. Your place is kept.')).toBeTruthy();
    expect(outside.sent).toEqual([]);
  });
});
