import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { AppError } from '@plenum/shared/core/errors';
import { beforeEach, expect, it, vi } from 'vitest';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { LeftPage } from './LeftPage.tsx';
import { admissionTo, keepAdmission, passInLink } from './passes.ts';
import { PreJoinPage } from './PreJoinPage.tsx';
import { wayToRoom } from './wayIn.ts';

usePage();
const room = 'abcd-efgh';
const pass = 'p'.repeat(32);
const info = { id: room, title: 'Lesson', people: 1, full: false, door: 'closed' as const };
const admitted = { admission: 'signed', name: 'Ana Ruiz', waits: false };
const real = globalThis.fetch;

beforeEach(() => {
  sessionStorage.clear();
  globalThis.fetch = real;
});

/** Answers each request by what its path ends with. */
function answers(by: Readonly<Record<string, object>>, failure?: object) {
  const fetched = vi.fn<(url: string, init?: RequestInit) => Promise<Response>>(async (url) => {
    const found = Object.entries(by).find(([end]) => url.endsWith(end));
    return found ? Response.json(found[1]) : Response.json(failure, { status: 403 });
  });
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

it('finds a pass in a link, and nothing else', () => {
  expect(passInLink(`#pass=${pass}`)).toBe(pass);
  for (const hash of ['', '#', '#pass=', '#pass=a b', `#host=${pass}`, `#pass=${pass}&x=1`]) {
    expect(passInLink(hash), hash).toBeUndefined();
  }
});

it('takes the pass off the address bar, exchanges it once, and sends the admission with the request for a ticket', async () => {
  history.replaceState(null, '', `/r/${room}#pass=${pass}`);
  const ticket = { ticket: 't', roomUrl: '/a', mediaUrl: '/b', identity: 'i' };
  const fetched = answers({ '/passes': admitted, [`/rooms/${room}`]: info, '/tickets': ticket });
  const way = wayToRoom(room);
  way.takeSecrets();
  expect(location.href).not.toContain(pass);
  expect(await way.look()).toEqual(info);
  await way.look();
  expect(fetched.mock.calls.filter(([url]) => String(url).endsWith('/passes'))).toHaveLength(1);
  expect(admissionTo(room)).toEqual(admitted);
  await way.request({ name: 'Ana Ruiz' });
  expect(JSON.parse(String(fetched.mock.lastCall?.[1]?.body))).toEqual({ name: 'Ana Ruiz', admission: 'signed' });
});

it('a pass that was used before is an error with its own words', async () => {
  history.replaceState(null, '', `/r/${room}#pass=${pass}`);
  answers({}, { ok: false, code: 'forbidden', message: 'used', bound: 'pass' });
  const way = wayToRoom(room);
  way.takeSecrets();
  await expect(way.look()).rejects.toMatchObject({ bound: 'pass' });
  await expect(way.look()).rejects.toBeInstanceOf(AppError);
});

it('the pre-join page asks no name of a person whom a program sent, and the closed door is open', async () => {
  keepAdmission(room, admitted);
  const enter = vi.fn<(name: string) => Promise<void>>(async () => {});
  onPage(<PreJoinPage info={info} look={async () => info} enter={enter} />);
  expect(screen.queryByLabelText('Your name')).toBeNull();
  expect(screen.getByText('You’ll join as Ana Ruiz.')).toBeTruthy();
  act(() => void fireEvent.click(screen.getByRole('button', { name: 'Join meeting' })));
  await waitFor(() => expect(enter).toHaveBeenCalledWith('Ana Ruiz'));
});

it('a person whom a moderator lets in asks to join', () => {
  keepAdmission(room, { ...admitted, waits: true });
  onPage(<PreJoinPage info={info} look={async () => info} enter={async () => {}} />);
  expect(screen.getByRole('button', { name: 'Ask to join' })).toBeTruthy();
});

it('after the meeting a person can go on to the page that the program says', () => {
  const props = { reason: 'left' as const, title: 'Lesson', stayedMs: 60_000, again: () => {} };
  onPage(<LeftPage {...props} leaveTo="https://front.example/" />);
  expect(screen.getByRole('button', { name: 'Continue' })).toBeTruthy();
});
