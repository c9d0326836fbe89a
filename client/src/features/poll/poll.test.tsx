import { AppError } from '@plenum/shared/core/errors';
import type { Poll, PollBack } from '@plenum/shared/features/poll/contract';
import type { PollSetup } from '@plenum/shared/features/poll/setup';
import { openPaper, stampPaper } from '@plenum/shared/ballot/papers';
import { scheme } from '@plenum/shared/ballot/scheme';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeSession, fakeSession, meetingState, person } from '../../testing/fakeSession.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { openPanel } from '../../app/meeting/panel/panels.ts';
import { toasts } from '../../ui/toasts.ts';
import { newPaper, newReceiptCode } from './vote/ballotPaper.ts';
import { loadPaper, savePaper } from './vote/keptPapers.ts';
import { BallotDesk } from './vote/BallotDesk.ts';
import { closedView } from './result/closedView.ts';
import { pollNews } from './PollWatcher.tsx';
import { PollPanel } from './PollPanel.tsx';
import { PollWatcher } from './PollWatcher.tsx';
import { unanswered } from './polls.ts';

usePage();
vi.stubGlobal('isSecureContext', true);

const setup: PollSetup = {
  question: 'Which roof?',
  choice: { kind: 'custom', options: ['Green', 'Solar', 'Repair'] },
  secret: false,
};
const empty: PollBack = { votes: {}, papers: [], used: [] };

function poll(part: Partial<Poll> = {}): Poll {
  return { id: 'p1', setup, isQuiz: false, openedBy: 'host', openedAt: 0, status: 'open', voted: 0, ...part };
}

interface Scene {
  readonly polls?: readonly Poll[];
  readonly back?: PollBack;
  readonly makes?: boolean;
}

function panel({ polls = [], back = empty, makes = false }: Scene): FakeSession {
  const state = meetingState({}, [person('me')]);
  const session = fakeSession({
    ...state,
    me: { ...state.me, abilities: makes ? ['pollVote', 'pollCreate'] : ['pollVote'] },
    states: {
      ...state.states,
      poll: {
        polls,
        backs: Object.fromEntries(polls.map(({ id }) => [id, back])),
        drafts: [],
        makers: makes ? ['me'] : [],
        voters: 4,
        whole: false,
      },
    },
  });
  onPage(<PollPanel />, session);
  return session;
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('voting', () => {
  it('asks for an answer, sends it, and says that it is named', async () => {
    const session = panel({ polls: [poll({ voted: 1 })] });
    expect(screen.getByText(/Your answer is stored with your name/)).toBeTruthy();
    expect(screen.getByText(/1 of 4 voted/)).toBeTruthy();
    press('Vote');
    expect(screen.getByText('Choose an answer first.')).toBeTruthy();
    fireEvent.click(screen.getByLabelText('Solar'));
    press('Vote');
    await waitFor(() =>
      expect(session.sent).toEqual([{ name: 'poll:vote', input: { poll: 'p1', answer: { picks: [1] } } }]),
    );
  });

  it('allows as many answers as the poll and no more', async () => {
    const session = panel({ polls: [poll({ setup: { ...setup, picks: { min: 1, max: 2 } } })] });
    fireEvent.click(screen.getByLabelText('Repair'));
    fireEvent.click(screen.getByLabelText('Green'));
    expect(screen.getByLabelText('Solar')).toHaveProperty('disabled', true);
    press('Vote');
    await waitFor(() => expect(session.sent[0]?.input).toEqual({ poll: 'p1', answer: { picks: [0, 2] } }));
  });

  it('explains a refusal and keeps the marks', async () => {
    const session = panel({ polls: [poll({ setup: { ...setup, changeable: true } })] });
    session.refuse = new AppError('conflict', 'closed');
    fireEvent.click(screen.getByLabelText('Green'));
    press('Vote');
    await waitFor(() => expect(screen.getByText(/Check what’s new/)).toBeTruthy());
    expect(screen.getByLabelText('Green')).toHaveProperty('checked', true);
  });

  it('says that the final vote was given in another window', async () => {
    const session = panel({ polls: [poll()] });
    session.refuse = new AppError('conflict', 'You’ve voted in another window.');
    fireEvent.click(screen.getByLabelText('Green'));
    press('Vote');
    await waitFor(() => expect(screen.getByText(/You’ve voted in another window/)).toBeTruthy());
  });

  it('shows my vote, and lets me change it where the poll allows it', () => {
    const back = { ...empty, votes: { me: { name: 'Me', answer: { picks: [2] } } } };
    panel({ polls: [poll({ setup: { ...setup, changeable: true } })], back });
    expect(screen.getByText('You voted: Repair')).toBeTruthy();
    press('Change my vote');
    expect(screen.getByLabelText('Repair')).toHaveProperty('checked', true);
  });

  it('counts as waiting until I have voted, named or secretly', () => {
    const polls = [poll(), poll({ id: 'p2', setup: { ...setup, secret: true } }), poll({ id: 'p3', status: 'closed' })];
    const voted = { ...empty, votes: { me: { name: 'Me', answer: { picks: [0] } } } };
    expect(unanswered({ polls, backs: {} }, {}, 'me').length).toBe(2);
    expect(unanswered({ polls, backs: { p1: voted } }, { p2: { kind: 'cast' } }, 'me')).toEqual([]);
  });
});

describe('secret ballot', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('says that it is secret before the vote, and shows the receipt code once', async () => {
    const session = panel({ polls: [poll({ setup: { ...setup, secret: true } })] });
    expect(screen.getByText(/No one can see who voted for what/)).toBeTruthy();
    const desk = BallotDesk.of(session);
    act(() => desk.store.setState({ p1: { kind: 'ready', serial: 'a'.repeat(64), stamp: 'b'.repeat(64) } }));
    fireEvent.click(screen.getByLabelText('Green'));
    press('Vote');
    await waitFor(() => expect(screen.getByText('Your receipt code')).toBeTruthy());
    expect(session.sent.map(({ name }) => name)).toEqual(['poll:cast']);
    screen.getByRole('button', { name: 'I’ve saved it' }).focus();
    press('I’ve saved it');
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Polls' }));
    expect(screen.queryByText('Your receipt code')).toBeNull();
    expect(screen.getByText(/Your ballot is in the box/)).toBeTruthy();
    expect(localStorage.getItem('plenum.ballot.room-one.p1')).toBe('{"cast":true}');
  });

  /** The keys of a ballot: 7 and 8 times the base point of the standard. */
  const seven = {
    key: `${'0'.repeat(63)}7`,
    publicKey: '028e533b6fa0bf7b4625bb30667c01fb607ef9f8b8a80fef5b300628703187b2a3',
  };
  const eight = {
    key: `${'0'.repeat(63)}8`,
    publicKey: '0262d9779dbee9b0534042742d3ab54cadc1d238980fce97dbb4dd9dc1db6fb393',
  };
  const secretPoll = poll({ setup: { ...setup, secret: true }, ballot: { scheme, publicKey: seven.publicKey } });

  /** Takes a paper from a server that stamps with these keys. */
  async function stampedWith({ key, publicKey }: typeof seven, meanwhile: () => void = () => {}) {
    const session = panel({ polls: [secretPoll] });
    const desk = BallotDesk.of(session);
    const taken = desk.prepare('p1');
    await waitFor(() => expect(session.sent.map(({ name }) => name)).toEqual(['poll:paper']));
    const blinded = String(Reflect.get(Object(session.sent[0]?.input), 'blinded'));
    meanwhile();
    const stamp = stampPaper(key, publicKey, blinded);
    const back = { ...empty, papers: ['me'], stamps: { me: stamp } };
    act(() =>
      session.store.setState(({ states }) => ({
        states: { ...states, poll: { ...Object(states['poll']), backs: { p1: back } } },
      })),
    );
    await act(() => taken);
    return { session, desk, blinded, stamp };
  }

  it('takes a paper whose stamp was made with the key of the poll', async () => {
    const { desk, blinded, stamp } = await stampedWith(seven);
    const paper = desk.store.getState()['p1'];
    expect(paper?.kind).toBe('ready');
    expect(JSON.parse(localStorage.getItem('plenum.ballot.room-one.p1') ?? '')).toEqual({
      serial: expect.stringMatching(/^[0-9a-f]{64}$/),
      stamp: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.stringify(paper)).not.toContain(blinded);
    expect(JSON.stringify(paper)).not.toContain(stamp.evaluated);
  });

  it('refuses to vote, and says why, when the server stamped with another key than the announced one', async () => {
    const { session, desk } = await stampedWith(eight);
    expect(desk.store.getState()['p1']).toEqual({ kind: 'refused' });
    expect(screen.getByText(/This browser won’t vote/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Vote' })).toBeNull();
    await expect(desk.cast('p1', { picks: [0] })).rejects.toMatchObject({ code: 'unavailable' });
    expect(session.sent.map(({ name }) => name)).toEqual(['poll:paper']);
  });

  it('asks for no paper of a poll that was opened before an update, and says so', async () => {
    const session = panel({ polls: [poll({ setup: { ...setup, secret: true } })] });
    await act(() => BallotDesk.of(session).prepare('p1'));
    expect(screen.getByText(/opened before an update/)).toBeTruthy();
    expect(session.sent).toEqual([]);
  });

  it('still has the old paper of a poll that was opened before an update', async () => {
    const paper = { serial: 'a'.repeat(64), stamp: 'b'.repeat(64) };
    sessionStorage.setItem('plenum.ballot.me.p1', JSON.stringify(paper));
    const session = panel({ polls: [poll({ setup: { ...setup, secret: true } })] });
    const desk = BallotDesk.of(session);
    await act(() => desk.prepare('p1'));
    expect(desk.store.getState()['p1']).toEqual({ kind: 'ready', ...paper });
  });

  it('[PO5] has the paper that another window of the browser took, and knows when it was cast there', async () => {
    const session = panel({ polls: [secretPoll] });
    session.refuse = new AppError('conflict', 'Your paper for this poll is in another window of this browser.');
    const desk = BallotDesk.of(session);
    const unfollow = desk.follow();
    await act(() => desk.prepare('p1'));
    expect(screen.getByText(/in another window of this browser/)).toBeTruthy();
    const change = (kept: object) => {
      localStorage.setItem('plenum.ballot.room-one.p1', JSON.stringify(kept));
      act(() => void globalThis.dispatchEvent(new StorageEvent('storage', { key: 'plenum.ballot.room-one.p1' })));
    };
    const paper = { serial: 'a'.repeat(64), stamp: 'b'.repeat(64) };
    change(paper);
    expect(desk.store.getState()['p1']).toEqual({ kind: 'ready', ...paper });
    change({ cast: true });
    expect(desk.store.getState()['p1']).toEqual({ kind: 'cast' });
    unfollow();
    desk.discard('p1');
    expect(localStorage.getItem('plenum.ballot.room-one.p1')).toBeNull();
  });

  it('is not confused by a paper that another window requested at the same moment', async () => {
    const { desk } = await stampedWith(seven, () => {
      // The other window has seen no paper either, so it keeps its own until the server refuses that.
      savePaper({ room: 'room-one', poll: 'p1', member: 'other-window' }, newPaper());
    });
    expect(desk.store.getState()['p1']?.kind).toBe('ready');
    expect(loadPaper({ room: 'room-one', poll: 'p1', member: 'me' })).toHaveProperty('stamp');
  });

  it('opens after a reload the stamp that it requested before', async () => {
    const blind = newPaper();
    sessionStorage.setItem('plenum.ballot.me.p1', JSON.stringify(blind));
    const stamp = stampPaper(seven.key, seven.publicKey, blind.blinded);
    const session = panel({ polls: [secretPoll], back: { ...empty, papers: ['me'], stamps: { me: stamp } } });
    const desk = BallotDesk.of(session);
    await act(() => desk.prepare('p1'));
    expect(session.sent).toEqual([]);
    expect(desk.store.getState()['p1']).toEqual({ kind: 'ready', ...openPaper(blind, stamp, seven.publicKey) });
  });

  it('keeps the code of a try without acknowledgement, and accepts it when the paper turns out to be used', async () => {
    const session = panel({ polls: [poll({ setup: { ...setup, secret: true } })] });
    const desk = BallotDesk.of(session);
    act(() => desk.store.setState({ p1: { kind: 'ready', serial: 'a'.repeat(64), stamp: 'b'.repeat(64) } }));
    session.refuse = new AppError('conflict', 'used');
    await expect(desk.cast('p1', { picks: [0] })).rejects.toMatchObject({ code: 'conflict' });
    session.refuse = new AppError('unavailable', 'no answer');
    await expect(desk.cast('p1', { picks: [0] })).rejects.toMatchObject({ code: 'unavailable' });
    session.refuse = new AppError('conflict', 'used');
    await act(() => desk.cast('p1', { picks: [0] }));
    const codes = session.sent.map(({ input }) => Reflect.get(Object(input), 'code'));
    expect(codes[1]).toBe(codes[2]);
    expect(desk.store.getState()['p1']).toEqual({ kind: 'cast', code: codes[2] });
  });

  it('makes codes that the contract accepts', () => {
    const codes = Array.from({ length: 50 }, newReceiptCode);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/);
    expect(new Set(codes).size).toBe(50);
  });
});

describe('closed polls', () => {
  const result = { kind: 'counted', ballots: 4, tally: [3, 1, 0], texts: [] } as const;
  const counted = { ...empty, result: { ...result, tally: [...result.tally], texts: [] } };

  it('show bars and numbers once published', () => {
    panel({ polls: [poll({ status: 'published', voted: 4, entitled: 4, outcome: { result: counted.result } })] });
    const bars = screen.getByRole('list', { name: 'Result' }).querySelectorAll('li');
    expect([...bars].map((bar) => bar.textContent)).toEqual([
      'Green3 · 75%3 votes, 75%',
      'Solar1 · 25%1 vote, 25%',
      'Repair0 · 0%0 votes, 0%',
    ]);
    const widths = [...bars].map((bar) => bar.querySelector<HTMLElement>('[style]')?.style.width);
    expect(widths).toEqual(['75%', '25%', '0%']);
  });

  it('say how many votes came from browsers with several windows', () => {
    const over = { status: 'published', voted: 4, outcome: { result: counted.result } } as const;
    panel({ polls: [poll({ ...over, doubled: 2 })] });
    expect(screen.getByText(/2 of the votes are from browsers/)).toBeTruthy();
  });

  it('say why there is no result', () => {
    const secret = { ...setup, secret: true };
    expect(closedView(poll({ status: 'withheld', voted: 4 }), empty, false)).toMatchObject({ note: 'poll.withheld' });
    expect(closedView(poll({ status: 'closed', voted: 4 }), empty, false)).toMatchObject({ note: 'poll.undecided' });
    expect(closedView(poll({ status: 'closed', voted: 4 }), empty, true)).toMatchObject({ note: 'poll.counting' });
    expect(closedView(poll({ status: 'closed', voted: 2, setup: secret }), empty, false).kind).toBe('tooFew');
    expect(closedView(poll({ status: 'closed' }), empty, true).kind).toBe('nobody');
  });

  it('can be shown or withheld by those who make polls', () => {
    const session = panel({ polls: [poll({ status: 'closed', voted: 4 })], back: counted, makes: true });
    press('Withhold the result');
    fireEvent.click(screen.getByLabelText('Show who answered what'));
    press('Show the result to everyone');
    expect(session.sent).toEqual([
      { name: 'poll:withhold', input: { poll: 'p1' } },
      { name: 'poll:publish', input: { poll: 'p1', names: true } },
    ]);
  });
});

describe('a closed poll', () => {
  it('is removed only after a question', () => {
    const counted = { ...empty, result: { kind: 'counted' as const, ballots: 1, tally: [1, 0, 0], texts: [] } };
    const session = panel({ polls: [poll({ status: 'closed', voted: 1 })], back: counted, makes: true });
    press('Remove “Which roof?”');
    press('Keep it');
    press('Remove “Which roof?”');
    expect(session.sent).toEqual([]);
    press('Remove for everyone');
    expect(session.sent).toEqual([{ name: 'poll:remove', input: { poll: 'p1' } }]);
  });
});

describe('news', () => {
  it('are polls that open and results that are shown, each once', () => {
    const before = [poll({ id: 'a' }), poll({ id: 'b', status: 'closed' })];
    const now = [poll({ id: 'a' }), poll({ id: 'b', status: 'published' }), poll({ id: 'c' })];
    const ids = (list: readonly Poll[]) => list.map(({ id }) => id);
    const { opened, published } = pollNews(before, now);
    expect([ids(opened), ids(published)]).toEqual([['c'], ['b']]);
    expect(pollNews(now, now)).toEqual({ opened: [], published: [] });
  });
});

describe('the news of a poll', () => {
  const shown = () => toasts.getState().list.map(({ words }) => words);
  const told = (session: FakeSession, polls: readonly Poll[]) =>
    act(() =>
      session.store.setState(({ states }) => ({
        states: { ...states, poll: { polls, backs: {}, drafts: [], makers: [], voters: 4, whole: false } },
      })),
    );

  it('offer no vote in a closed poll, and go when the panel opens', () => {
    openPanel(null);
    toasts.setState({ list: [] });
    const session = fakeSession(meetingState({}, [person('me')]));
    told(session, []);
    onPage(<PollWatcher />, session);
    told(session, [poll()]);
    expect(shown()).toEqual(['New poll: Which roof?']);
    told(session, [poll({ status: 'closed' })]);
    expect(shown()).toEqual([]);
    told(session, [poll({ status: 'published' })]);
    expect(shown()).toEqual(['Result: Which roof?']);
    act(() => openPanel('poll'));
    expect(shown()).toEqual([]);
    openPanel(null);
  });
});
