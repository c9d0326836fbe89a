import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { letterTo, lettersTo, type ReadLetter } from './people.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const minuteMs = 60_000;
let running: Running;
let scene: RecordScene;
/** How far the clock of the server is ahead, in ms. */
let aheadMs = 0;
beforeAll(async () => {
  running = await Running.create();
  await running.stop();
  running.clock = { ...systemClock, now: () => Date.now() + aheadMs };
  await running.start();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

type By = 'host' | 'member' | 'stranger';

/** A planned meeting of the host, and requests about it. */
async function aPlan() {
  const { space, slug, plan, input } = await scene.newPlan();
  const path = `/api/spaces/${space}/plans/${plan}`;
  const ask = (method: string, below = '', body?: unknown, by: By = 'host') =>
    running.http(method, `${path}${below}`, body, scene.cookie(by));
  const invite = (emails: readonly string[], by: By = 'host') => ask('POST', '/guests', { emails }, by);
  return { space, slug, plan, input, ask, invite };
}

/** The address of a person without an account, new for each test. */
const someone = () => `lea-${randomUUID().slice(0, 8)}@example.org`;
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** The lines of the calendar file of a letter, with folded ones joined. */
function calendarIn({ text }: ReadLetter): string[] {
  const [, file = ''] = /filename=meeting\.ics[^]*?\r?\n\r?\n([^-]+)/.exec(text) ?? [];
  return Buffer.from(file.replaceAll(/\s/g, ''), 'base64').toString().replaceAll('\r\n ', '').split('\r\n');
}

/** The times of a letter that hold, and those that it cancels, earliest first. */
function timesIn(letter: ReadLetter) {
  const events = calendarIn(letter).join('\n').split('BEGIN:VEVENT').slice(1);
  const starts = (cancelled: boolean) =>
    events
      .filter((event) => event.includes('STATUS:CANCELLED') === cancelled)
      .map((event) => /DTSTART:(.*)/.exec(event)?.[1] ?? '')
      .sort();
  return { holds: starts(false), cancelled: starts(true) };
}

/** Lets time pass on the server's clock, and makes it look at its letters. */
function pass(ms: number): void {
  aheadMs += ms;
  running.server.mail.wake();
}

it('[PL5] an address gets one letter with time, link and calendar file, and needs no account', async () => {
  const { slug, space, plan, input, ask, invite } = await aPlan();
  const to = someone();
  const { status, json } = await invite([to.toUpperCase(), to]);
  expect(status).toBe(200);
  expect(json).toMatchObject({ guests: [{ email: to }] });
  const letter = await letterTo(running, to);
  const link = `http://localhost:${new URL(running.origin).port}/s/${slug}`;
  expect(letter.subject).toBe('host invites you: Assembly');
  expect(letter.text).toContain(link);
  expect(letter.text).toContain('(Europe/Berlin)');
  const uid = `UID:${plan}-${input.startsAt}@plenum`;
  expect(calendarIn(letter)).toEqual(
    expect.arrayContaining([
      'METHOD:PUBLISH',
      uid,
      'SEQUENCE:0',
      `DTSTART:${stamp(input.startsAt)}`,
      'SUMMARY:Assembly',
    ]),
  );
  // The same meeting has the same id in the calendar of the space.
  const shown = await running.http('GET', `/api/calendars/${slug}/${await scene.calendarOf(space)}`);
  expect(shown.text.replaceAll('\r\n ', '')).toContain(uid);
  // Again: no second letter.
  const other = someone();
  await invite([to, other]);
  await letterTo(running, other);
  expect(await lettersTo(running, to)).toHaveLength(1);
  expect((await ask('GET', '/guests')).json).toMatchObject({ guests: [{ email: to }, { email: other }] });
});

it('[PL5] people who do not plan here neither invite nor see who is invited', async () => {
  const { ask, invite } = await aPlan();
  const to = someone();
  const { json } = await invite([to]);
  const [guest] = (json as { guests: { id: string }[] }).guests;
  await letterTo(running, to);
  const elsewhere = await aPlan();
  for (const by of ['member', 'stranger'] as const) {
    for (const [method, below, body] of [
      ['GET', '/guests', undefined],
      ['POST', '/guests', { emails: [someone()] }],
      ['DELETE', `/guests/${guest?.id}`, undefined],
    ] as const) {
      expect([403, 404], `${by} ${method}`).toContain((await ask(method, below, body, by)).status);
    }
  }
  expect((await elsewhere.ask('DELETE', `/guests/${guest?.id}`)).status).toBe(404);
  expect((await ask('GET', '/guests')).json).toMatchObject({ guests: [{ email: to }] });
});

it('[PL5] a plan invites 100 addresses and no more; a meeting that is over invites none', async () => {
  const { space, plan, invite } = await aPlan();
  const acting = scene.as('host');
  const at = Date.now() + aheadMs;
  const row = (id: string) => ({ id, plan, email: someone(), told_at: at, changes: 0, created_at: at });
  const rows = Array.from({ length: 99 }, () => row(randomUUID().slice(0, 18)));
  await running.store.ask.planGuests.invite({ acting, space, plan, rows });
  // Two at once for the last place.
  const both = await Promise.all([invite([someone()]), invite([someone()])]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const past = await aPlan();
  const input = { ...past.input, startsAt: Date.now() - 24 * 60 * minuteMs };
  await past.ask('PUT', '', input);
  expect(await past.invite([someone()])).toMatchObject({ status: 409, json: { bound: 'over' } });
});

it('[PL5] no address and no title reaches another reader than the invited one (X8, header injection)', async () => {
  const { space, invite } = await aPlan();
  const addresses = [
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org, b@example.org',
    'a@example.org;b@example.org',
    '"Lea" <a@example.org>',
    'a@example.org\0',
    'a@[127.0.0.1]',
    'a@localhost',
    '@example.org',
    `${'a'.repeat(250)}@example.org`,
    'a b@example.org',
    'a@exämple.org',
    '-oQ/tmp@example.org -X',
  ];
  for (const address of addresses) expect((await invite([address])).status, address).toBe(400);
  expect((await invite([])).status).toBe(400);
  expect((await invite(Array.from({ length: 21 }, someone))).status).toBe(400);
  const titles = [
    'x\r\nBcc: evil@example.org',
    'x\nTo: evil@example.org\n\nhello',
    '{by}{when}{server}',
    '=?utf-8?q?x?=',
    '<b>&amp;',
  ];
  for (const title of titles) {
    const input = { title, startsAt: Date.now() + aheadMs + 60 * minuteMs, minutes: 30, zone: 'UTC' };
    const made = await running.http('POST', `/api/spaces/${space}/plans`, input, scene.cookie('host'));
    if (made.status === 400) continue;
    const to = someone();
    const { id } = made.json as { id: string };
    await running.http('POST', `/api/spaces/${space}/plans/${id}/guests`, { emails: [to] }, scene.cookie('host'));
    const { text } = await letterTo(running, to);
    const [head = ''] = text.split('\n\n');
    expect(head.match(/^(To|Cc|Bcc|Subject|From):/gim)?.sort(), title).toEqual(['From:', 'Subject:', 'To:']);
    expect(text).not.toContain('<b>');
  }
});

it('[PL6] a change is told once it has rested: only the last one, with what no longer holds', async () => {
  const { plan, input, ask, invite } = await aPlan();
  const to = someone();
  await invite([to]);
  await letterTo(running, to);
  const later = { ...input, startsAt: input.startsAt + 60 * minuteMs };
  const last = { ...input, title: 'Assembly, moved', startsAt: input.startsAt + 120 * minuteMs };
  expect((await ask('PUT', '', later)).status).toBe(200);
  expect((await ask('PUT', '', last)).status).toBe(200);
  pass(minuteMs);
  await running.server.mail.settled();
  expect(await lettersTo(running, to)).toHaveLength(1);
  pass(60 * minuteMs);
  const letter = await letterTo(running, to, 2);
  expect(letter.subject).toBe('Changed: Assembly, moved');
  const lines = calendarIn(letter);
  expect(lines).toEqual(
    expect.arrayContaining([
      `UID:${plan}-${last.startsAt}@plenum`,
      `UID:${plan}-${input.startsAt}@plenum`,
      'SEQUENCE:2',
      'STATUS:CANCELLED',
      'METHOD:PUBLISH',
    ]),
  );
  const cancelled = [stamp(input.startsAt), stamp(later.startsAt)];
  expect(timesIn(letter)).toEqual({ holds: [stamp(last.startsAt)], cancelled });
  await running.server.mail.settled();
  expect(await lettersTo(running, to)).toHaveLength(2);
});

it('[PL6] changes within a pause make it no longer, and count as one', async () => {
  const { input, ask, invite } = await aPlan();
  const to = someone();
  await invite([to]);
  await letterTo(running, to);
  for (const title of ['One', 'Two', 'Three', 'Four']) await ask('PUT', '', { ...input, title });
  pass(6 * minuteMs);
  expect((await letterTo(running, to, 2)).subject).toBe('Changed: Four');
  await ask('PUT', '', { ...input, title: 'Five' });
  pass(10 * minuteMs);
  expect((await letterTo(running, to, 3)).subject).toBe('Changed: Five');
});

it('[PL6] a change is told at the latest 15 minutes before the next time, else at once', async () => {
  const { input, ask, invite } = await aPlan();
  const to = someone();
  const startsAt = Date.now() + aheadMs + 18 * minuteMs;
  await ask('PUT', '', { ...input, startsAt });
  await invite([to]);
  await letterTo(running, to);
  await ask('PUT', '', { ...input, startsAt, title: 'Soon' });
  pass(minuteMs);
  await running.server.mail.settled();
  expect(await lettersTo(running, to)).toHaveLength(1);
  pass(3 * minuteMs);
  expect((await letterTo(running, to, 2)).subject).toBe('Changed: Soon');
  await ask('PUT', '', { ...input, startsAt, title: 'Sooner' });
  expect((await letterTo(running, to, 3)).subject).toBe('Changed: Sooner');
});

/** A plan with a guest whose invitation waits for two minutes. */
async function aWaitingInvitation() {
  const planned = await aPlan();
  const { space, plan } = planned;
  const { ask } = running.store;
  const [id, to, at] = [randomUUID().slice(0, 18), someone(), Date.now() + aheadMs];
  const guest = { id, plan, email: to, told_at: at, changes: 0, created_at: at };
  await ask.planGuests.invite({ acting: scene.as('host'), space, plan, rows: [guest] });
  const times = { due_at: at + 2 * minuteMs, expires_at: at + 60 * minuteMs };
  await ask.letters.add({ row: { id: `plan-${id}-invited`, recipient: to, letter: '{}', tries: 0, ...times } });
  return { ...planned, to };
}

it('[PL6] a change before the invitation is sent makes it an invitation to the new time', async () => {
  const { input, ask, to } = await aWaitingInvitation();
  for (const hours of [1, 2]) await ask('PUT', '', { ...input, startsAt: input.startsAt + hours * 60 * minuteMs });
  await running.server.mail.settled();
  expect(await lettersTo(running, to)).toEqual([]);
  pass(3 * minuteMs);
  const letter = await letterTo(running, to);
  expect(letter.subject).toBe('host invites you: Assembly');
  expect(timesIn(letter)).toEqual({ holds: [stamp(input.startsAt + 120 * minuteMs)], cancelled: [] });
});

it('[PL7] a plan that moves to the past before its invitation is sent is not told', async () => {
  const { input, ask, to } = await aWaitingInvitation();
  await ask('PUT', '', { ...input, startsAt: Date.now() + aheadMs - 24 * 60 * minuteMs });
  pass(10 * minuteMs);
  const { rows } = await running.store.ask.letters.due({ now: 1e14, limit: 10_000 });
  expect(rows.filter(({ recipient }) => recipient === to)).toEqual([]);
  await running.server.mail.settled();
  expect(await lettersTo(running, to)).toEqual([]);
});

it('[PL6] an end within the pause of a change cancels the time that the guest knows, too', async () => {
  for (const end of ['plan', 'invitation']) {
    const { input, ask, invite } = await aPlan();
    const to = someone();
    const { guests } = (await invite([to])).json as { guests: { id: string }[] };
    await letterTo(running, to);
    const moved = { ...input, startsAt: input.startsAt + 60 * minuteMs };
    await ask('PUT', '', moved);
    await ask('DELETE', end === 'plan' ? '' : `/guests/${guests[0]?.id}`);
    const cancelled = [stamp(input.startsAt), stamp(moved.startsAt)];
    expect(timesIn(await letterTo(running, to, 2)), end).toEqual({ holds: [], cancelled });
  }
});

it('[PL6] the end of a plan, of an invitation and of a space is told at once', async () => {
  const ends = {
    plan: ({ ask }: Awaited<ReturnType<typeof aPlan>>) => ask('DELETE', ''),
    invitation: async ({ ask }: Awaited<ReturnType<typeof aPlan>>) => {
      const { guests } = (await ask('GET', '/guests')).json as { guests: { id: string }[] };
      return ask('DELETE', `/guests/${guests[0]?.id}`);
    },
    space: ({ space }: Awaited<ReturnType<typeof aPlan>>) =>
      running.http('DELETE', `/api/spaces/${space}`, undefined, scene.cookie('host')),
  };
  for (const [name, end] of Object.entries(ends)) {
    const planned = await aPlan();
    const to = someone();
    await planned.invite([to]);
    await letterTo(running, to);
    expect((await end(planned)).status, name).toBe(200);
    const letter = await letterTo(running, to, 2);
    expect(letter.subject, name).toBe('Cancelled: Assembly');
    expect(calendarIn(letter)).toEqual(expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:1']));
  }
});

it('[PL7] an address is invited 20 times a day, by all organisations together, and again the day after', async () => {
  const to = someone();
  for (let number = 0; number < 19; number += 1) {
    const { space, plan } = await scene.newPlan();
    const at = Date.now() + aheadMs;
    const row = { id: randomUUID().slice(0, 18), plan, email: to, told_at: at, changes: 0, created_at: at };
    await running.store.ask.planGuests.invite({ acting: { ...scene.as('host'), at }, space, plan, rows: [row] });
  }
  const plans = [await aPlan(), await aPlan()];
  for (const { ask, input } of plans) await ask('PUT', '', { ...input, startsAt: input.startsAt + aheadMs });
  const both = await Promise.all(plans.map(({ invite }) => invite([to])));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  pass(24 * 60 * minuteMs);
  const { invite, ask, input } = await aPlan();
  await ask('PUT', '', { ...input, startsAt: input.startsAt + aheadMs });
  expect((await invite([to])).status).toBe(200);
});

it('[PL7] an organisation invites 500 addresses a day', async () => {
  // A new day, so that the other tests do not count.
  pass(2 * 24 * 60 * minuteMs);
  const acting = scene.as('host');
  const at = Date.now() + aheadMs;
  for (let batch = 0; batch < 5; batch += 1) {
    const { space, plan } = await scene.newPlan();
    const rows = Array.from({ length: batch === 4 ? 99 : 100 }, () => {
      return { id: randomUUID().slice(0, 18), plan, email: someone(), told_at: at, changes: 0, created_at: at };
    });
    await running.store.ask.planGuests.invite({ acting: { ...acting, at }, space, plan, rows });
  }
  const [one, other] = [await aPlan(), await aPlan()];
  for (const { ask, input } of [one, other]) await ask('PUT', '', { ...input, startsAt: input.startsAt + aheadMs });
  const both = await Promise.all([one.invite([someone()]), other.invite([someone()])]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
});
