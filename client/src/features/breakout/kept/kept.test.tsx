import { fireEvent, screen } from '@testing-library/react';
import type { RecordLine } from '@plenum/shared/features/breakout/contract';
import { initialBreakout } from '@plenum/shared/features/breakout/reduce';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stateOf } from '../../../core/store.ts';
import { slides } from '@plenum/shared/features/slides/contract';
import { type FakeSession, fakeSession, meetingState } from '../../../testing/fakeSession.ts';
import { onPage, usePage } from '../../../testing/onPage.tsx';
import { toasts } from '../../../ui/toasts.ts';
import { keptDeskOf } from './desk.ts';
import { contentsOf } from './contents.ts';
import { FromRooms } from './FromRooms.tsx';

usePage();
afterEach(() => vi.unstubAllGlobals());

const past = [
  { id: 'room-north', title: 'North', from: 0, until: 60_000 },
  { id: 'room-south', title: 'South', from: 0, until: 90_000 },
];
const visits = ['Ben', 'Cleo', 'Ben'].map((name) => ({
  member: name.toLowerCase(),
  name,
  room: 'room-north',
  title: 'North',
  from: 0,
  until: 60_000,
}));
const line: RecordLine = { id: 'm1', source: 'room-north', room: 'North', name: 'Ben', text: 'We agree', at: 1 };

function sceneOf(lines: readonly RecordLine[] = [line]): FakeSession {
  const state = meetingState();
  const session = fakeSession({
    ...state,
    me: { ...state.me, abilities: ['breakoutManage'] },
    states: { ...state.states, breakout: { ...initialBreakout, past, visits } },
  });
  session.send = () => Promise.resolve({ lines } as never);
  keptDeskOf(session).setState({ open: true });
  return session;
}

/** Sets the server's answers and returns the list of requests. */
function answering(answer: () => Response): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push(new Request(url, init));
    return answer();
  });
  return asked;
}

const contents = {
  title: 'North',
  states: { slides: { presentations: [{ id: 'talk', name: 'Talk', kind: 'blank', pages: [] }] } },
};

describe('the contents of ended rooms', () => {
  it('list the ended rooms, the last first, with their people', () => {
    onPage(<FromRooms />, sceneOf());
    const [south, north] = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(south).toContain('South');
    expect(south).toContain('No one was here.');
    expect(north).toContain('Ben and Cleo');
  });

  it('[BR17] are requested on demand, with the seat in the meeting', async () => {
    const asked = answering(() => Response.json(contents));
    onPage(<FromRooms />, sceneOf());
    expect(asked).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'What was in North' }));
    await screen.findByRole('button', { name: 'Download: Chat' });
    expect(asked.map(({ url }) => url)).toEqual(['https://plenum.test/api/rooms/room-one/rooms/room-north']);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer seat');
  });

  it('can be empty, and say so', async () => {
    answering(() => Response.json(contents));
    onPage(<FromRooms />, sceneOf([]));
    expect(screen.queryByRole('button', { name: 'What was in South' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'What was in North' }));
    expect((await screen.findByRole('status')).textContent).toContain('Nothing was written');
  });

  it('can be requested again after a failure', async () => {
    answering(() => Response.json({ ok: false, code: 'unavailable', message: 'no' }, { status: 503 }));
    onPage(<FromRooms />, sceneOf());
    fireEvent.click(screen.getByRole('button', { name: 'What was in North' }));
    await expect.poll(() => toasts.getState().list).not.toEqual([]);
    answering(() => Response.json(contents));
    fireEvent.click(await screen.findByRole('button', { name: 'What was in North' }));
    await screen.findByRole('button', { name: 'Download: Chat' });
  });

  it('are parsed, and files come by their ids', async () => {
    const answers = [Response.json(contents), new Response('bytes'), Response.json({ states: 1 })];
    const asked = answering(() => answers.shift() ?? Response.error());
    const kept = await contentsOf(sceneOf(), 'room-north', []);
    expect(stateOf(kept, slides).presentations.map(({ name }) => name)).toEqual(['Talk']);
    expect(await (await kept.fetchFile('f'.repeat(32))).text()).toBe('bytes');
    expect(asked[1]?.url).toMatch(/room-north\/files\/f{32}$/);
    await expect(contentsOf(sceneOf(), 'room-north', [])).rejects.toMatchObject({ code: 'internal' });
  });
});
