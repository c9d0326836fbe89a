import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring as bringTo } from './apiScene.ts';
import { picture } from './badFiles.ts';
import { lettersTo, letterTo } from './people.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

let running: Running;
let scene: RecordScene;
beforeAll(async () => {
  running = await Running.create();
  scene = await RecordScene.create(running);
});
afterAll(() => running.close());

const path = () => `/api/organisations/${scene.organisation}`;

async function bring(body: Buffer, kind: 'admin' | 'member' = 'admin') {
  const response = await fetch(`${running.origin}${path()}/logo`, {
    method: 'PUT',
    headers: { origin: running.origin, 'content-type': 'application/octet-stream', ...scene.cookie(kind) },
    body: new Uint8Array(body),
  });
  return { status: response.status, json: (await response.json()) as { logo?: string; refused?: string } };
}

const logo = (id: string) => fetch(`${running.origin}/api/logos/${id}`);

it('[OR10] a logo is shown to people with the link of a space; another one takes its place', async () => {
  const { slug } = await scene.newSpace();
  const first = await bring(picture('png', 60, 40));
  const sign = async () => (await running.http('GET', `/api/s/${slug}`)).json as { logo?: string };
  expect((await sign()).logo).toBe(first.json.logo);
  const answer = await logo(first.json.logo ?? '');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  const second = await bring(picture('jpeg', 60, 40));
  expect((await sign()).logo).toBe(second.json.logo);
  expect((await logo(first.json.logo ?? '')).status).toBe(404);
  expect((await running.http('DELETE', `${path()}/logo`, undefined, scene.cookie('admin'))).status).toBe(200);
  expect((await sign()).logo).toBeUndefined();
  expect((await logo(second.json.logo ?? '')).status).toBe(404);
});

it('[OR10] what is no picture, or too large, is refused and leaves the logo as it is', async () => {
  const { json } = await bring(picture('webp', 30, 30));
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const body of [svg, Buffer.from('%PDF-1.7'), Buffer.alloc(300 * 1024, 1), picture('png', 2_001, 10)]) {
    expect((await bring(body)).json).toEqual({ refused: 'picture' });
  }
  expect((await bring(picture('png', 30, 30), 'member')).status).toBe(403);
  const read = await running.http('GET', path(), undefined, scene.cookie('member'));
  expect(read.json).toMatchObject({ logo: json.logo });
});

it('[OR10] the organisation of one person has no logo, which would outlive the account', async () => {
  await running.http('POST', '/api/spaces', { title: 'Own' }, scene.cookie('stranger'));
  const { json } = await running.http('GET', '/api/organisations', undefined, scene.cookie('stranger'));
  const [own] = (json as { organisations: { id: string }[] }).organisations;
  const response = await fetch(`${running.origin}/api/organisations/${own?.id ?? ''}/logo`, {
    method: 'PUT',
    headers: { origin: running.origin, 'content-type': 'application/octet-stream', ...scene.cookie('stranger') },
    body: new Uint8Array(picture('png', 20, 20)),
  });
  expect(response.status).toBe(403);
});

it('[OR10] the letters of an organisation have its sender and its colour, and nothing in them is a header', async () => {
  const look = { welcome: '', sender: 'The mill, <boss@evil.example>', colour: '#aa3300' };
  expect((await running.http('PATCH', path(), { look }, scene.cookie('admin'))).status).toBe(200);
  const input = { email: 'lea@example.org', role: 'member' };
  await running.http('POST', `${path()}/invitations`, input, scene.cookie('owner'));
  const { text } = await letterTo(running, 'lea@example.org');
  expect(text).toMatch(/^From: "The mill, <boss@evil.example>" <plenum@localhost>$/m);
  expect(text).toContain('background:#aa3300;color:#ffffff');
  expect(await lettersTo(running, 'boss@evil.example')).toEqual([]);
  const evil = { ...look, sender: 'a\r\nBcc: x@evil.example' };
  const { json } = await running.http('PATCH', path(), { look: evil }, scene.cookie('admin'));
  expect(json).toMatchObject({ look: { sender: 'a Bcc: x@evil.example' } });
});

it('[OR11] the usage of a month has the bytes of the files that were brought', async () => {
  const { slug } = await scene.newSpace();
  const { json } = await running.http('POST', `/api/s/${slug}/tickets`, { name: 'Zoe' }, scene.cookie('host'));
  const { ticket, room } = json as { ticket: string; room: string };
  const zoe = await running.connect({ ticket });
  const sent = await bringTo(running, zoe, `/api/rooms/${room}/files?name=a.txt`, 'x'.repeat(1_234));
  expect(sent.ok).toBe(true);
  await expect
    .poll(async () => (await running.http('GET', `${path()}/usage`, undefined, scene.cookie('owner'))).json)
    .toMatchObject({ months: [{ meetings: 1, peak: 1, bytes: 1_234 }] });
});

it('[OP9] a suspended organisation reads why', async () => {
  const rule = (change: object) =>
    running.http('PATCH', `/api/operator/organisations/${scene.organisation}`, change, scene.cookie('operator'));
  await rule({ suspended: true, reason: 'The contribution is missing.' });
  const read = async () => (await running.http('GET', path(), undefined, scene.cookie('member'))).json;
  expect(await read()).toMatchObject({ suspended: true, reason: 'The contribution is missing.' });
  await rule({ suspended: false, reason: '' });
  expect(await read()).not.toHaveProperty('reason');
});
