import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const hourMs = 3_600_000;
const calendar = (slug: string, secret: string) => running.http('GET', `/api/calendars/${slug}/${secret}`);
/** The lines of a calendar, with folded ones joined. */
const linesOf = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

it('[PL1] plans are made, changed and removed by the people of a space, up to a bound', async () => {
  const { space, plan, input } = await scene.newPlan();
  const ask = (method: string, path = '', body?: unknown, by: 'host' | 'member' = 'host') =>
    running.http(method, `/api/spaces/${space}/plans${path}`, body, scene.cookie(by));
  expect((await ask('GET')).json).toEqual({ plans: [{ id: plan, ...input }] });
  const weekly = { ...input, recurrence: { every: 'week', interval: 2 } };
  expect((await ask('PUT', `/${plan}`, weekly)).json).toEqual({ id: plan, ...weekly });
  expect((await ask('GET')).json).toEqual({ plans: [{ id: plan, ...weekly }] });
  expect((await ask('PUT', `/${plan}`, { ...input, zone: 'Mars/Olympus' })).status).toBe(400);
  for (const [method, path] of [
    ['PUT', `/${plan}`],
    ['POST', ''],
  ] as const) {
    expect((await ask(method, path, input, 'member')).status, method).toBe(403);
  }
  // A plan of another space is none here.
  const other = await scene.newPlan();
  expect((await ask('PUT', `/${other.plan}`, input)).status).toBe(404);
  expect((await ask('DELETE', `/${other.plan}`)).status).toBe(404);
  expect((await ask('DELETE', `/${plan}`)).status).toBe(200);
  const create = (number: number) =>
    running.store.ask.plans.create({ acting: scene.as('host'), space, plan: `plan-${number}-${plan}`, input });
  for (let number = 0; number < 99; number += 1) await create(number);
  const both = await Promise.allSettled([create(100), create(101)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('[PL3] an account sees the next meetings of its spaces, soonest first, and no others', async () => {
  const { ask } = running.store;
  const { id: space } = await scene.newSpace();
  await ask.spaces.addHost({ acting: scene.as('host'), space, account: 'stranger' });
  const plan = (title: string, startsAt: number, recurrence?: { every: 'day'; interval: number; times: number }) =>
    ask.plans.create({
      acting: scene.as('host'),
      space,
      plan: `next-${title}`,
      input: { title, startsAt, minutes: 60, zone: 'UTC', ...(recurrence && { recurrence }) },
    });
  const now = Date.now();
  await plan('past', now - 3 * hourMs);
  await plan('running', now - hourMs / 2);
  await plan('daily', now + 2 * hourMs, { every: 'day', interval: 3, times: 2 });
  await plan('far', now + 90 * 24 * hourMs);
  const { json } = await running.http('GET', '/api/plans', undefined, scene.cookie('stranger'));
  const { next } = json as { next: { title: string; space: string }[] };
  expect(next.map(({ title }) => title)).toEqual(['running', 'daily', 'daily']);
  expect(next.every((one) => one.space === space)).toBe(true);
});

it('[PL4] a calendar is for people with its secret address, which can be made anew', async () => {
  const { space, slug, plan, input } = await scene.newPlan();
  const secret = await scene.calendarOf(space);
  const found = await calendar(slug, secret);
  expect(found.status).toBe(200);
  expect(found.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const lines = linesOf(found.text);
  const start = new Date(input.startsAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  expect(lines).toEqual(
    expect.arrayContaining([
      'BEGIN:VCALENDAR',
      `UID:${plan}-${input.startsAt}@plenum`,
      `DTSTART:${start}Z`,
      'SUMMARY:Assembly',
      `LOCATION:${running.origin}/s/${slug}`,
      'END:VCALENDAR',
    ]),
  );
  const none = (await calendar('no-such-space', secret)).text;
  for (const wrong of ['x'.repeat(16), secret.toUpperCase(), secret.slice(1), `${secret}a`]) {
    const answer = await calendar(slug, wrong);
    expect([answer.status, wrong.length === 16 && wrong === wrong.toLowerCase() ? answer.text : none]).toEqual([
      404,
      none,
    ]);
  }
  await running.http('POST', `/api/spaces/${space}/codes`, { code: 'calendar' }, scene.cookie('host'));
  expect((await calendar(slug, secret)).status).toBe(404);
  expect((await calendar(slug, await scene.calendarOf(space))).status).toBe(200);
});

it('[PL4] words in a calendar can be no part of its form (X8)', async () => {
  const { space, slug } = await scene.newPlan();
  const titles = [
    'Meet\nBEGIN:VEVENT',
    'a;b,c\\n:d',
    'x\r\nATTACH:http://evil.example',
    '"quoted"; VALUE=URI:javascript:alert(1)',
    'é'.repeat(110),
  ];
  for (const title of titles) {
    const input = { title, startsAt: Date.now() + hourMs, minutes: 5, zone: 'UTC' };
    await running.http('POST', `/api/spaces/${space}/plans`, input, scene.cookie('host'));
  }
  const { text } = await calendar(slug, await scene.calendarOf(space));
  const lines = linesOf(text);
  const names = new Set(lines.filter(Boolean).map((line) => line.split(/[:;]/, 1)[0]));
  expect([...names].filter((name) => !/^[A-Z-]+$/.test(name ?? ''))).toEqual([]);
  expect(lines.filter((line) => /^(ATTACH|VALUE|javascript)/i.test(line))).toEqual([]);
  const begun = lines.filter((line) => line === 'BEGIN:VEVENT').length;
  expect(begun).toBe(lines.filter((line) => line.startsWith('SUMMARY')).length);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});
