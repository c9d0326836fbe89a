import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpoints } from '@plenum/shared/api/index';
import { apiRoot } from '@plenum/shared/core/endpoint';
import { counted } from './counted.ts';
import { recordRows } from './accessRows.ts';
import { createApiScene } from './apiScene.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

/** Fields that no request may set, whatever else it has. */
const forbiddenFields = {
  role: 'owner',
  operator: true,
  tier: 'large',
  organisation: 'other',
  account: 'other',
  id: 'other',
  kind: 'person',
  suspended: false,
  agreed: {},
  createdAt: 1,
};

it('[OR9] a field that a request may not set is refused by name', async () => {
  const room = await createApiScene(running);
  let refused = 0;
  for (const one of endpoints) {
    const row = recordRows.find(({ name }) => name === one.name);
    if (!row || !one.input) continue;
    const { params = {}, input = {} } = (await row.fill?.({ room, records: scene })) ?? {};
    const path = one.path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
    const asker = one.who.by === 'operator' ? 'operator' : 'owner';
    for (const [field, value] of Object.entries(forbiddenFields)) {
      if (Object.hasOwn(one.input.shape, field)) continue;
      const answer = await running.http(one.method, apiRoot + path, { ...input, [field]: value }, scene.cookie(asker));
      // Too many requests of one person may come first.
      if (answer.status === 429) continue;
      expect(answer.json, `${one.name} ${field}`).toMatchObject({
        code: 'invalid',
        message: `The field "${field}" is unknown.`,
      });
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(50);
});

it('an invalid key neither signs in nor signs anybody out (X6), and a cookie beside a key is ignored', async () => {
  const path = `/api/organisations/${scene.organisation}`;
  const good = scene.cookie('owner');
  const both = { ...good, authorization: 'Bearer plk_nothing_at-all' };
  expect(await running.http('GET', path, undefined, both)).toMatchObject({ status: 403 });
  expect(await running.http('GET', path, undefined, good)).toMatchObject({ status: 200 });
  const withKey = { ...scene.cookie('stranger'), authorization: `Bearer ${scene.keys.all}` };
  expect(await running.http('GET', path, undefined, withKey)).toMatchObject({ status: 200 });
});

it('tokens are taken as they were given, and nothing near them (X7)', async () => {
  const { key } = await scene.newKey(['organisationRead']);
  const path = `/api/organisations/${scene.organisation}`;
  const ask = async (authorization: string) => (await running.http('GET', path, undefined, { authorization })).status;
  expect(await ask(`Bearer ${key}`)).toBe(200);
  const [prefix = '', id = '', secret = ''] = key.split('_', 3);
  const near = [
    key.slice(0, -1),
    `${key}x`,
    key.toUpperCase(),
    `${prefix}_${id}_`,
    `${prefix}_${id}`,
    `${prefix}__${secret}`,
    `${prefix}_${id}'--_${secret}`,
    `${prefix}_*_${secret}`,
    `${prefix}_${scene.keys.elsewhere.split('_')[1] ?? ''}_${secret}`,
    `${id}_${secret}`,
  ];
  for (const one of near) expect(await ask(`Bearer ${one}`), one).toBe(403);
  const schemes = [`Basic ${key}`, key, `Bearer ${key} ${key}`, `Bearer  ${key}`];
  for (const scheme of schemes) expect(await ask(scheme), scheme).toBe(403);
  counted('X7', near.length + schemes.length, 'API keys refused');
  // Not logged, in no form.
  expect(running.logged.filter((line) => line.includes(secret))).toEqual([]);
});

it('a page of another server changes nothing with the session of a visitor (X11)', async () => {
  const path = `/api/organisations/${scene.organisation}`;
  const before = (await running.http('GET', path, undefined, scene.cookie('owner'))).json;
  const origins = ['https://evil.example', 'null', `${running.origin}.evil.example`, 'http://127.0.0.1', ''];
  for (const origin of origins) {
    const headers = { ...scene.cookie('owner'), origin };
    const answer = await running.http('PATCH', path, { name: 'Hacked' }, headers);
    expect(answer, origin).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect((await running.http('GET', path, undefined, scene.cookie('owner'))).json).toEqual(before);
  // A program has no origin and no cookie: its key is enough.
  const keyed = { origin: 'https://program.example', authorization: `Bearer ${scene.keys.all}` };
  expect((await running.http('PATCH', path, { name: 'The mill' }, keyed)).status).toBe(200);
});

/** Texts that have become scripts, layout or commands somewhere. */
const corpus = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; drop table spaces; --",
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  '\u202Eevil\u2066',
  'a\u0000b',
  'x\r\nSet-Cookie: a=b',
  '%3Cscript%3E',
  '</title><svg/onload=alert(1)>',
  '=HYPERLINK("http://evil.example")',
  '${7*7} #{7*7}',
];

it('texts that people write are refused or come back as data, in every field of every record (X8)', async () => {
  const room = await createApiScene(running);
  let [kept, refused] = [0, 0];
  for (const one of endpoints) {
    const row = recordRows.find(({ name }) => name === one.name);
    if (!row || !one.input) continue;
    const { params = {}, input = {} } = (await row.fill?.({ room, records: scene })) ?? {};
    const texts = Object.entries(input).filter(([, value]) => typeof value === 'string');
    const path = one.path.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
    const asker = one.who.by === 'operator' ? 'operator' : 'owner';
    for (const [field] of texts) {
      for (const text of corpus) {
        const answer = await running.http(one.method, apiRoot + path, { ...input, [field]: text }, scene.cookie(asker));
        expect(answer.status, `${one.name} ${field}`).toBeLessThan(500);
        expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(answer.headers.get('set-cookie')).toBeNull();
        if (answer.status < 300) kept += 1;
        else refused += 1;
      }
    }
  }
  expect([kept > 20, refused > 100]).toEqual([true, true]);
  counted(
    'X8',
    kept + refused,
    `hostile texts sent to every field of every record: ${refused} refused, ${kept} kept as data`,
  );
  // All tables are still there.
  expect((await running.http('GET', '/api/spaces', undefined, scene.cookie('owner'))).status).toBe(200);
});
