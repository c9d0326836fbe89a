import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OperatedAccount } from '@plenum/shared/api/operator/serverContract';
import { Browser, password, signUp } from './people.ts';
import { Running } from './running.ts';

let running: Running;
let operator: Browser;
beforeAll(async () => {
  running = await Running.create({}, { signsIn: true });
  operator = await signUp(running, 'olga@example.org', 'Olga');
  const { db } = running.store.libraryDatabase();
  await db.updateTable('accounts').set({ operator: 1 }).where('email', '=', 'olga@example.org').execute();
});
afterAll(() => running.close());

async function find(like: string): Promise<OperatedAccount[]> {
  const { json } = await operator.ask('GET', `/operator/accounts?like=${encodeURIComponent(like)}`);
  return (json as { accounts: OperatedAccount[] }).accounts;
}

async function idOf(email: string): Promise<string> {
  const [found] = await find(email);
  if (!found) throw new Error(`There is no account ${email}.`);
  return found.account;
}

const rule = (account: string, change: object) => operator.ask('PATCH', `/operator/accounts/${account}`, change);

async function audited(): Promise<string[]> {
  const { json } = await operator.ask('GET', '/operator/audit?kind=account');
  return (json as { entries: { what: string; aboutName?: string }[] }).entries.map(
    ({ what, aboutName = '' }) => `${what} ${aboutName}`,
  );
}

it('[OP6] operators find accounts by a part of the name or of the address', async () => {
  await signUp(running, 'ben@mill.example', 'Ben Ebert');
  for (const like of ['EBERT', 'mill.ex', 'ben@MILL.example']) {
    expect(
      (await find(like)).map(({ name }) => name),
      like,
    ).toEqual(['Ben Ebert']);
  }
  expect(await find('%')).toEqual([]);
  expect(await find('ben@mill.example')).toMatchObject([{ operator: false, disabled: false, organisations: [] }]);
});

it('[OP6] a disabled account has no session and gets none, until it is enabled', async () => {
  const email = 'dora@example.org';
  const dora = await signUp(running, email, 'Dora');
  const account = await idOf(email);
  expect((await rule(account, { disabled: true })).json).toMatchObject({ disabled: true });
  expect(await dora.me()).toBeNull();
  const again = new Browser(running);
  const enter = () => again.ask('POST', '/account/sessions', { email, password });
  expect(await enter()).toMatchObject({ status: 403, json: { code: 'forbidden', bound: 'disabled' } });
  expect(await again.me()).toBeNull();
  await rule(account, { disabled: false });
  expect((await enter()).status).toBe(200);
  expect(await again.me()).toMatchObject({ email });
  expect(await audited()).toEqual(expect.arrayContaining(['account:disable Dora', 'account:enable Dora']));
});

it('[OP6] operators end the sessions of an account', async () => {
  const eva = await signUp(running, 'eva@example.org', 'Eva');
  expect((await operator.ask('POST', `/operator/accounts/${await idOf('eva@example.org')}/sign-out`)).status).toBe(200);
  expect(await eva.me()).toBeNull();
  expect(await audited()).toContain('account:signOut Eva');
  expect((await operator.ask('POST', '/operator/accounts/nobody/sign-out')).status).toBe(404);
  expect((await rule('nobody', { disabled: true })).status).toBe(404);
});

it('[OP7] the last operator is neither unmade, disabled nor deleted', async () => {
  const olga = await idOf('olga@example.org');
  const isLast = { status: 409, json: { code: 'conflict', bound: 'lastOperator' } };
  expect(await rule(olga, { operator: false })).toMatchObject(isLast);
  expect(await rule(olga, { disabled: true })).toMatchObject(isLast);
  expect(await operator.ask('POST', '/account/profile/deletion', { password })).toMatchObject(isLast);
  await signUp(running, 'otto@example.org', 'Otto');
  const otto = await idOf('otto@example.org');
  expect((await rule(otto, { operator: true })).json).toMatchObject({ operator: true });
  // A disabled operator runs nothing.
  await rule(otto, { disabled: true });
  expect(await rule(olga, { operator: false })).toMatchObject(isLast);
  await rule(otto, { disabled: false });
  expect((await rule(olga, { operator: true })).status).toBe(200);
  expect(await audited()).toContain('account:makeOperator Otto');
});

it('[OP7] an operator who is made at the console can sign in, and stands in the audit', async () => {
  await signUp(running, 'cora@example.org', 'Cora');
  await rule(await idOf('cora@example.org'), { disabled: true });
  expect(await running.server.orders.appoint('Cora@example.org', 'letter')).toEqual({ is: 'operator' });
  expect(await find('cora@')).toMatchObject([{ operator: true, disabled: false }]);
  expect((await audited()).slice(0, 2).toSorted()).toEqual(['account:enable Cora', 'account:makeOperator Cora']);
  await rule(await idOf('cora@example.org'), { operator: false });
});

it('[OP7] of two operators who unmake each other at once, one stays', async () => {
  const [olga, otto] = [await idOf('olga@example.org'), await idOf('otto@example.org')];
  const answers = await Promise.all([rule(olga, { operator: false }), rule(otto, { operator: false })]);
  // The door may refuse the second one first: its asker is no operator any more.
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)[0]).toBe(200);
  expect(await running.store.ask.accounts.countOperators()).toBe(1);
});
