import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { counted } from './counted.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
  const page = await readFile(new URL('../../client/index.html', import.meta.url), 'utf8');
  await writeFile(join(running.folder, 'client', 'index.html'), page);
});
afterAll(() => running.close());

const ask = (query: Record<string, string>) => running.http('GET', `/oembed?${new URLSearchParams(query).toString()}`);

async function space(settings: Partial<SpaceSettings>, organisation = scene.organisation): Promise<string> {
  const input = { title: 'The "yard" & more', organisation, settings: { ...firstSettings, ...settings } };
  const who = organisation === scene.organisation ? 'host' : 'admin elsewhere';
  const { slug } = Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie(who))).json);
  return `${running.origin}/s/${slug}`;
}

const allow = (origins: string[]) =>
  running.http('PUT', `/api/organisations/${scene.organisation}/origins`, { origins }, scene.cookie('owner'));

it('[OE1] the page of a room and of a space names its oEmbed answer, which is a link', async () => {
  const { id } = await running.createRoom('Spring assembly');
  for (const [url, title] of [
    [`${running.origin}/r/${id}`, 'Spring assembly'],
    [await space({ door: 'open' }), 'The "yard" & more'],
  ] as const) {
    const { text } = await running.http('GET', `${new URL(url).pathname}?code=secret`);
    const href = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(href).not.toContain('secret');
    const found = new URL(href.replaceAll('&amp;', '&'));
    expect(Object.fromEntries(found.searchParams)).toEqual({ format: 'json', url });
    const { status, headers, json } = await running.http('GET', found.pathname + found.search);
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(json).toEqual({
      type: 'link',
      version: '1.0',
      title,
      provider_name: 'Plenum',
      provider_url: running.origin,
      cache_age: 300,
      thumbnail_url: `${running.origin}/preview.png`,
      thumbnail_width: 1200,
      thumbnail_height: 630,
    });
  }
  expect((await running.http('GET', '/')).text).not.toContain('oembed');
});

it('[OE2] a space of an organisation that names sites is a frame, of the size that the asker has', async () => {
  const url = await space({ door: 'open' });
  const elsewhere = await space({ door: 'open' }, scene.elsewhere);
  await allow(['https://school.example']);
  const { json } = await ask({ url: `${url}?code=x&lang=de#y`, format: 'json' });
  expect(json).toMatchObject({ type: 'rich', width: 960, height: 640 });
  const { html } = json as { html: string };
  expect(html).toMatch(
    /^<iframe src="[^"]+" title="The &quot;yard&quot; &amp; more" width="960" height="640" allow="[^"]+" style="border:0"><\/iframe>$/,
  );
  expect(/src="([^"]+)"/.exec(html)?.[1]).toBe(url);
  const element = await readFile(new URL('../../client/src/embed/element.ts', import.meta.url), 'utf8');
  for (const one of /allow="([^"]+)"/.exec(html)?.[1]?.split('; ') ?? []) expect(element).toContain(`'${one}'`);
  expect((await ask({ url, maxwidth: '500', maxheight: '400' })).json).toMatchObject({
    type: 'rich',
    width: 500,
    height: 400,
    html: expect.stringContaining('width="500" height="400"'),
  });
  const small = (await ask({ url, maxwidth: '200' })).json;
  expect(small).toMatchObject({ type: 'link' });
  expect(small).not.toHaveProperty('thumbnail_url');
  expect((await ask({ url: elsewhere })).json).toMatchObject({ type: 'link' });
  await allow([]);
  expect((await ask({ url })).json).toMatchObject({ type: 'link' });
});

it('[OE3] the title of a space that asks at its door is not said', async () => {
  for (const settings of [{ door: 'ask' }, { door: 'members' }, { door: 'open', accounts: true }] as const) {
    const { json, text } = await ask({ url: await space(settings) });
    expect(json).toMatchObject({ type: 'link', title: 'Plenum' });
    expect(text).not.toContain('yard');
  }
});

it('[OE4] refuses foreign and malformed requests', async () => {
  const url = await space({ door: 'open' });
  const { id } = await running.createRoom('x');
  const { port } = new URL(running.origin);
  const nowhere = [
    'https://evil.example/s/yard',
    `https://localhost:${port}${new URL(url).pathname}`,
    `http://evil.example:${port}${new URL(url).pathname}`,
    `${running.origin}@evil.example/s/yard`,
    `${running.origin}/`,
    `${running.origin}/s/no-such-space`,
    `${running.origin}/r/aaaa-bbbb-cccc-dddd`,
    `${running.origin}/join?token=x`,
    `${running.origin}/s/%2e%2e/x`,
    `${url}/more`,
    `${running.origin}/organisations/${scene.organisation}`,
    new URL(url).pathname,
    'javascript:alert(1)',
    'x',
  ];
  for (const one of nowhere) {
    const { status, headers } = await ask({ url: one });
    expect([status, headers.get('cache-control')], one).toEqual([404, 'no-store']);
  }
  const malformed = [
    {},
    { url: '' },
    { url: 'x'.repeat(2_001) },
    { url, maxwidth: '0' },
    { url, maxheight: '-1' },
    { url, maxwidth: '1e9' },
    { url, maxwidth: '100000' },
  ];
  for (const query of malformed)
    expect((await ask(query as Record<string, string>)).status, JSON.stringify(query)).toBe(400);
  expect((await running.http('GET', `/oembed?url=${url}&url=${url}`)).status).toBe(400);
  for (const format of ['xml', 'JSON', '<script>']) expect((await ask({ url, format })).status, format).toBe(501);
  expect((await ask({ url: `${running.origin}/r/${id}` })).status).toBe(200);
  counted('OE4', nowhere.length + malformed.length + 4, 'refused oEmbed requests');
});

it('[OE5] stops one network that tries links', async () => {
  const other = await Running.create();
  const statuses = new Set<number>();
  for (let n = 0; n < 70; n += 1) {
    statuses.add((await other.http('GET', `/oembed?url=${other.origin}/s/space-${n}`)).status);
  }
  expect(statuses).toEqual(new Set([404, 429]));
  await other.close();
});
