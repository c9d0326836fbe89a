import type { Me } from '@plenum/shared/api/account/contract';
import { firstTiers } from '@plenum/shared/api/tier/limits';
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { words } from '../../i18n/i18n.ts';
import { onPage, usePage } from '../../testing/onPage.tsx';
import organisation from '../organisation/words/en.json';
import { MeContext } from '../service/me.ts';
import service from '../service/words/en.json';
import { OperatorPages } from './OperatorPages.tsx';
import operator from './words/en.json';

usePage();
const me: Me = { account: 'ana', email: 'ana@example.org', name: 'Ana', operator: true };
const tiers = firstTiers.map((tier, order) => ({ ...tier, order }));
const account = { ...me, disabled: false, createdAt: 1, organisations: ['The mill'] };
const room = { id: 'abcd-efgh', title: 'Yard', people: 3, streams: 5, breakouts: 1, createdAt: 1 };

/** What the server answers, by method and path below `/api`. */
const answers: Record<string, { readonly status?: number; readonly body: unknown }> = {};
/** What was asked to change, with its body. */
let sent: unknown[] = [];
const realFetch = globalThis.fetch;

beforeAll(() => {
  for (const [name, tree] of Object.entries({ operator, organisation, service })) {
    words.addResourceBundle('en', name, tree);
  }
});
beforeEach(() => {
  sent = [];
  Object.assign(answers, {
    'GET /tiers': { body: { tiers } },
    'GET /operator/tiers': { body: { uses: [{ tier: 'small', organisations: 2 }] } },
    'GET /operator/accounts': { body: { accounts: [account], more: false } },
    'GET /accounts/requests': { body: { requests: [{ id: 'r', email: 'waits@example.org', until: 1e12 }] } },
    'GET /operator/rooms': { body: { rooms: [room] } },
    'GET /operator/notice': { body: {} },
    'PUT /operator/notice': { body: {} },
  });
  vi.stubGlobal('fetch', async (url: string, request: { readonly method: string; readonly body?: string }) => {
    const path = new URL(url).pathname.slice('/api'.length);
    if (request.method !== 'GET') sent.push([request.method, path, JSON.parse(request.body ?? '{}')]);
    const { status = 200, body } = answers[`${request.method} ${path}`] ?? { body: {} };
    return Response.json(body, { status });
  });
});
afterEach(() => void vi.stubGlobal('fetch', realFetch));

function open(path: string, person: Me = me) {
  history.replaceState(null, '', path);
  return onPage(
    <MeContext value={person}>
      <OperatorPages />
    </MeContext>,
  );
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));

it('shows nothing to an account that does not run the server', () => {
  open('/operator/tiers', { ...me, operator: false });
  expect(screen.getByText('There’s nothing here for you', { selector: 'h1' })).toBeTruthy();
});

it('shows the published table, and who uses each tier', async () => {
  open('/operator/tiers');
  const table = await screen.findByRole('table');
  expect(within(table).getByText('0.1 % to 0.5 % of turnover')).toBeTruthy();
  expect(within(table).getAllByText('by agreement')).toHaveLength(2);
  expect(within(table).getByRole('link', { name: '2 organisations' }).getAttribute('href')).toBe(
    '/operator/organisations?tier=small',
  );
  expect(within(table).getAllByText('no one')).toHaveLength(4);
});

it('sends an edited tier whole, and none with a wrong number', async () => {
  open('/operator/tiers');
  await screen.findByRole('table');
  press('Edit Small organisation');
  const hosts = screen.getByLabelText('Number: Host accounts');
  fireEvent.change(hosts, { target: { value: 'many' } });
  press('Save');
  expect(screen.getByText('Write a whole number from 0 on.')).toBeTruthy();
  fireEvent.change(hosts, { target: { value: '8' } });
  press('Save');
  await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 15_000 });
  const { id: _id, ...small } = tiers[3] ?? {};
  const limits = { ...tiers[3]?.limits, hostAccounts: 8 };
  expect(sent).toEqual([['PUT', '/tiers/small', { ...small, limits }]]);
});

it('says in words that the last operator stays', async () => {
  const failure = { ok: false, code: 'conflict', message: 'no', bound: 'lastOperator' };
  answers['PATCH /operator/accounts/ana'] = { status: 409, body: failure };
  open('/operator/accounts');
  await screen.findByText('runs this server');
  press('No longer let run this server');
  fireEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: /^No longer/ }));
  expect(await screen.findByText(/the last account that runs this server/)).toBeTruthy();
  expect(sent).toEqual([['PATCH', '/operator/accounts/ana', { operator: false }]]);
});

it('approves an address that asks for an account', async () => {
  open('/operator/accounts');
  fireEvent.click(await screen.findByRole('button', { name: 'Approve waits@example.org' }));
  await vi.waitFor(() => expect(sent).toEqual([['POST', '/accounts/requests/r', { approved: true }]]), {
    timeout: 15_000,
  });
});

it('ends a meeting after its people are told why', async () => {
  open('/operator/rooms');
  expect(await screen.findByText(/3 people · 5 streams · 1 breakout room/)).toBeTruthy();
  press('End the meeting Yard');
  fireEvent.change(screen.getByLabelText('Say why'), { target: { value: 'The server\nrestarts.' } });
  press('End the meeting');
  await vi.waitFor(() => expect(sent).toHaveLength(2), { timeout: 15_000 });
  expect(sent).toEqual([
    ['POST', '/operator/rooms/abcd-efgh/words', { words: 'The server restarts.' }],
    ['POST', '/operator/rooms/abcd-efgh/end', {}],
  ]);
});

it('sets a notice for a time, and none that ends before it begins', async () => {
  open('/operator/notice');
  fireEvent.change(await screen.findByLabelText('Text'), { target: { value: 'Update.' } });
  fireEvent.change(screen.getByLabelText(/^From/), { target: { value: '2100-01-02T10:00' } });
  fireEvent.change(screen.getByLabelText(/^Until/), { target: { value: '2100-01-01T10:00' } });
  press('Show the notice');
  expect(screen.getByText(/The end must come after the beginning/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText(/^Until/), { target: { value: '2100-01-03T10:00' } });
  press('Show the notice');
  await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 15_000 });
  const [from, until] = ['2100-01-02T10:00', '2100-01-03T10:00'].map((text) => Date.parse(text));
  expect(sent).toEqual([['PUT', '/operator/notice', { text: 'Update.', from, until }]]);
});
