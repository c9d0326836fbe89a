import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings, type SpaceSettings } from '@plenum/shared/api/space/settings';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const source = new URL('../../client/index.html', import.meta.url);
const plainTitle = 'property="og:title" content="Plenum"';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
  await writeFile(join(running.folder, 'client', 'index.html'), await readFile(source, 'utf8'));
});
afterAll(() => running.close());

const pageOf = async (path: string) => (await running.http('GET', path)).text;

describe('the preview of a link', () => {
  it('names an open room, and its picture by a whole address', async () => {
    const { id } = await running.createRoom('Spring assembly');
    const { headers, text } = await running.http('GET', `/r/${id}`);
    expect(text).toContain('<title>Spring assembly · Plenum</title>');
    expect(text).toContain('property="og:title" content="Spring assembly"');
    expect(text).toContain(`property="og:image" content="${running.origin}/preview.png"`);
    expect(text).toMatch(/<meta name="description" content="[^"]{40,}"/);
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['a "quoted" & plain room', "$& $1 $` it's", 'قاعة \u05d0\u05d1 🙂'])(
    'says the title %s as a text',
    async (title) => {
      const { id } = await running.createRoom(title);
      const text = await pageOf(`/r/${id}`);
      const said = /property="og:title" content="([^"]*)"/.exec(text)?.[1] ?? '';
      expect(said).not.toMatch(/[<>]/);
      const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
      expect(said.replace(/&([^;]+);/g, (_, name: string) => signs[name] ?? '')).toBe(title);
      expect(text.split('<title>')).toHaveLength(2);
    },
  );

  it.each(['ask', 'members', 'closed'])('does not name a room with the door "%s"', async (policy) => {
    const room = await running.createRoom('Board meeting');
    const host = await running.enter(room.id, 'Ana', room.hostKey);
    expect(await host.ask('lobby:setPolicy', { policy })).toMatchObject({ ok: true });
    const text = await pageOf(`/r/${room.id}`);
    expect(text).not.toContain('Board meeting');
    expect(text).toContain(plainTitle);
  });

  it('names a space with an open door, and no other', async () => {
    const scene = await RecordScene.create(running);
    const create = async (settings: Partial<SpaceSettings>) => {
      const input = {
        title: 'The yard',
        organisation: scene.organisation,
        settings: { ...firstSettings, ...settings },
      };
      return Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie('host'))).json).slug;
    };
    expect(await pageOf(`/s/${await create({ door: 'open' })}`)).toContain('property="og:title" content="The yard"');
    for (const settings of [{ door: 'ask' }, { door: 'open', accounts: true }] as const) {
      const text = await pageOf(`/s/${await create(settings)}`);
      expect(text).not.toContain('The yard');
      expect(text).toContain(plainTitle);
    }
  });

  it.each(['/', '/s/no-such-space', '/r/aaaa-bbbb-cccc-dddd', '/r/%2e%2e', '/r/%ff', '/nothing'])(
    'has no room at %s',
    async (path) => {
      const text = await pageOf(path);
      expect(text).not.toContain('assembly');
      if (path !== '/r/%ff') expect(text).toContain(plainTitle);
    },
  );

  it('never takes the address of the picture out of its quotes', async () => {
    const { text } = await running.http('GET', '/', undefined, { 'x-forwarded-host': '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
  });
});
