import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tabStorage } from '../../core/storage.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import { JoinDoor } from './JoinDoor.tsx';

usePage();
beforeEach(() => tabStorage.remove('plenum.join'));
const token = `${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;

/** Opens the page of a link, to which the server answers this. */
function open(body: unknown, status = 200): void {
  vi.stubGlobal('fetch', async () => Response.json(body, { status }));
  history.replaceState(null, '', `/join?token=${token}`);
  onPage(<JoinDoor />);
}
const sign = {
  name: 'Zoe',
  role: 'participant',
  title: 'The yard',
  people: 2,
  full: false,
  door: 'open',
  notBegun: false,
};

describe('the page of a signed link', () => {
  const refusals = [
    ['linkWrong', /doesn’t work/],
    ['linkExpired', /has expired/],
    ['linkUsed', /used already/],
    ['linkKey', /may not open meetings here any more/],
    ['linkSpace', /a space that its website may not open/],
    ['linkClock', /clock of its website is wrong/],
    ['signIn', /with an account/],
  ] as const;
  it.each(refusals)('[JO6] says what is wrong with a link: %s', async (bound, words) => {
    open({ ok: false, code: 'forbidden', message: 'no', bound }, 403);
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it('says the name and asks for none, and takes the token off the address bar', async () => {
    open(sign);
    expect(await screen.findByRole('button', { name: 'Join meeting' })).toBeTruthy();
    expect(screen.getAllByText('You join as Zoe.').length).toBeGreaterThan(0);
    expect(screen.queryByLabelText('Your name')).toBeNull();
    expect(location.search).toBe('');
  });

  it('says so where the address has no token', async () => {
    history.replaceState(null, '', '/join');
    onPage(<JoinDoor />);
    expect(await screen.findByText(/a link that is incomplete/)).toBeTruthy();
  });
});
