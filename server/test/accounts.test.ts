import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { counted } from './counted.ts';
import { Browser, letterTo, lettersTo, password, signUp } from './people.ts';
import { Running } from './running.ts';

const programs = TestCluster.programs();
let cluster: TestCluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await TestCluster.create(programs);
}, 60_000);
afterAll(() => cluster?.close());

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
] as const)('accounts on %s', (_name, onPostgres) => {
  describe.skipIf(onPostgres && programs === undefined)('', { timeout: 60_000 }, () => {
    let running: Running;
    beforeAll(async () => {
      const options = onPostgres ? { databaseUrl: await cluster?.createDatabase() } : {};
      running = await Running.create({}, { options, signsIn: true });
    }, 60_000);
    afterAll(() => running.close());

    it('[AC1] a person makes an account from the link of a letter, and is signed in', async () => {
      const ada = await signUp(running, 'Ada@Example.org');
      expect(await ada.me()).toEqual({
        account: expect.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
        email: 'ada@example.org',
        name: 'Ada',
        operator: false,
      });
    });

    it('[AC2] the link of a letter is good once, and of two requests at once one makes the account', async () => {
      const browser = new Browser(running);
      await browser.ask('POST', '/account/registrations', { email: 'twice@example.org' });
      const { token } = await letterTo(running, 'twice@example.org');
      const body = { token, name: 'Two', password };
      const answers = await Promise.all(
        [0, 1].map(() => new Browser(running).ask('POST', '/account/confirmations', body)),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((one) => one === 200)).toHaveLength(1);
      expect(statuses.filter((one) => one === 404 || one === 409)).toHaveLength(1);
      expect((await browser.ask('POST', '/account/confirmations', body)).status).toBe(404);
    });

    it('[AC3] the answers for a known and an unknown address are the same', async () => {
      await signUp(running, 'known@example.org');
      const browser = new Browser(running);
      for (const path of ['/account/registrations', '/account/password-resets']) {
        const answers = [];
        for (const email of ['known@example.org', 'unknown@example.org']) {
          const { status, text } = await browser.ask('POST', path, { email });
          answers.push({ status, text });
        }
        expect(answers[0]).toEqual(answers[1]);
      }
      const wrong = [];
      for (const email of ['known@example.org', 'nobody@example.org']) {
        const { status, text } = await browser.ask('POST', '/account/sessions', {
          email,
          password: 'wrong wrong wrong',
        });
        wrong.push({ status, text });
      }
      expect(wrong[0]).toEqual(wrong[1]);
      expect(wrong[0]?.status).toBe(403);
      // The person with the account learns of it, and nobody else.
      const letters = await letterTo(running, 'known@example.org', 3);
      expect((await lettersTo(running, 'known@example.org')).map(({ subject }) => subject)).toContainEqual(
        expect.stringContaining('already have an account'),
      );
      expect(letters.token).not.toBe('');
    });

    it('[AC4] a new session replaces the one that the browser had, also one that was put there', async () => {
      const eve = await signUp(running, 'eve@example.org');
      const before = new Map(eve.cookies);
      const bob = await signUp(running, 'bob@example.org');
      // Eve plants her session in the browser in which Bob signs in.
      for (const [name, value] of before) bob.cookies.set(name, value);
      await bob.ask('POST', '/account/sessions', { email: 'bob@example.org', password });
      expect(await bob.me()).toMatchObject({ email: 'bob@example.org' });
      expect([...bob.cookies.values()].some((value) => [...before.values()].includes(value))).toBe(false);
      // The planted session has ended.
      expect(await eve.me()).toBeNull();
    });

    it('[AC5] signing out ends the session on the server', async () => {
      const cy = await signUp(running, 'cy@example.org');
      const kept = new Map(cy.cookies);
      expect((await cy.ask('POST', '/account/sign-out')).status).toBe(200);
      for (const [name, value] of kept) cy.cookies.set(name, value);
      expect(await cy.me()).toBeNull();
    });

    it('[AC6] a new password by the link of a letter ends all sessions, and the link is good once', async () => {
      const dan = await signUp(running, 'dan@example.org');
      const other = new Browser(running);
      await other.ask('POST', '/account/password-resets', { email: 'dan@example.org' });
      const { token } = await letterTo(running, 'dan@example.org', 2);
      const next = 'a quite different one';
      expect((await other.ask('POST', '/account/passwords', { token, password: next })).status).toBe(200);
      expect((await other.ask('POST', '/account/passwords', { token, password: next })).status).toBe(404);
      expect(await dan.me()).toBeNull();
      const signIn = (one: string) =>
        other.ask('POST', '/account/sessions', { email: 'dan@example.org', password: one });
      expect((await signIn(password)).status).toBe(403);
      expect((await signIn(next)).status).toBe(200);
      expect((await letterTo(running, 'dan@example.org', 3)).subject).toContain('was changed');
    });

    it('[AC7] guesses of a password must wait, over a restart, and an unknown address is counted alike', async () => {
      await signUp(running, 'fay@example.org');
      // The clock stands still, so that a slow machine does not wait the guesses out.
      const stands = Date.now();
      running.clock = { ...systemClock, now: () => stands };
      await running.stop();
      await running.start();
      const guess = (email: string) =>
        new Browser(running).ask('POST', '/account/sessions', { email, password: 'wrong wrong' });
      for (const email of ['fay@example.org', 'nobody2@example.org']) {
        const codes = [];
        for (let count = 0; count < 8; count += 1) codes.push((await guess(email)).status);
        expect(codes).toEqual([403, 403, 403, 403, 403, 429, 429, 429]);
      }
      await running.stop();
      await running.start();
      expect((await guess('fay@example.org')).status).toBe(429);
      // The right password must wait too: otherwise the wait would tell it.
      const right = await new Browser(running).ask('POST', '/account/sessions', { email: 'fay@example.org', password });
      expect(right.status).toBe(429);
      running.clock = { ...systemClock, now: () => stands + 3_600_000 };
      await running.stop();
      await running.start();
      const later = await new Browser(running).ask('POST', '/account/sessions', { email: 'fay@example.org', password });
      expect(later.status).toBe(200);
      running.clock = systemClock;
      await running.stop();
      await running.start();
    });

    it('[AC8] of many guesses at once no more are tried than one after another', async () => {
      await signUp(running, 'gus@example.org');
      const guess = () =>
        new Browser(running).ask('POST', '/account/sessions', { email: 'gus@example.org', password: 'wrong wrong' });
      const codes = (await Promise.all(Array.from({ length: 20 }, guess))).map(({ status }) => status);
      expect(codes.filter((code) => code === 403).length).toBeLessThanOrEqual(5);
      const waiting = codes.filter((code) => code === 429).length;
      expect(waiting).toBeGreaterThanOrEqual(15);
      counted('X13', waiting, `of ${codes.length} passwords guessed at once had to wait`);
    });

    it('[AC9] a request of another origin changes nothing', async () => {
      const hal = await signUp(running, 'hal@example.org');
      for (const origin of ['https://evil.example', 'null']) {
        const answer = await hal.ask('POST', '/account/sign-out', undefined, { origin });
        expect(answer.status).toBe(403);
      }
      expect(await hal.me()).not.toBeNull();
    });

    it('[AC10] the address that the start prints makes one operator, once', async () => {
      const token = await running.server.accounts.firstOperator();
      const make = (email: string) =>
        new Browser(running).ask('POST', '/account/operator', { token, email, name: 'Op', password });
      expect((await make('op@example.org')).status).toBe(200);
      expect((await make('op2@example.org')).status).toBe(404);
      expect(await running.server.accounts.firstOperator()).toBeUndefined();
      const op = new Browser(running);
      await op.ask('POST', '/account/sessions', { email: 'op@example.org', password });
      expect(await op.me()).toMatchObject({ operator: true });
    });

    it('[AC11] no field but those of the contract reaches an account', async () => {
      const browser = new Browser(running);
      await browser.ask('POST', '/account/registrations', { email: 'ivy@example.org' });
      const { token } = await letterTo(running, 'ivy@example.org');
      for (const more of [{ operator: 1 }, { emailVerified: true }, { id: 'x' }, { email: 'op@example.org' }]) {
        const answer = await browser.ask('POST', '/account/confirmations', { token, name: 'Ivy', password, ...more });
        expect(answer.status).toBe(400);
      }
    });

    it('[AC12] cookies are for this server alone, and answers are not stored', async () => {
      const answer = await new Browser(running).ask('POST', '/account/sessions', {
        email: 'hal@example.org',
        password,
      });
      const cookie = answer.headers.getSetCookie().find((one) => one.includes('session_token')) ?? '';
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Lax/i);
      expect(cookie).not.toMatch(/Domain/i);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });

    it('[AC13] no address, name, password or token is in the log', () => {
      const all = running.logged.join('');
      for (const secret of ['example.org', password, 'session_token']) expect(all).not.toContain(secret);
    });
  });
});
