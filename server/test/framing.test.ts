import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Space } from '@plenum/shared/api/space/contract';
import { firstSettings } from '@plenum/shared/api/space/settings';
import { SignJWT } from 'jose';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const source = new URL('../../client/index.html', import.meta.url);
const site = 'https://school.example';

let running: Running;
let scene: RecordScene;
let space: Space;
let elsewhere: Space;
beforeAll(async () => {
  running = await Running.create();
  await writeFile(join(running.folder, 'client', 'index.html'), await readFile(source, 'utf8'));
  await writeFile(join(running.folder, 'client', 'embed.js'), '// the element');
  scene = await RecordScene.create(running);
  space = await newSpace(scene.organisation, 'owner');
  elsewhere = await newSpace(scene.elsewhere, 'admin elsewhere');
});
afterAll(() => running.close());

async function newSpace(organisation: string, by: 'owner' | 'admin elsewhere'): Promise<Space> {
  const input = { title: 'The yard', organisation, settings: firstSettings };
  return Space.parse((await running.http('POST', '/api/spaces', input, scene.cookie(by))).json);
}
const allow = (...origins: string[]) =>
  running.http('PUT', `/api/organisations/${scene.organisation}/origins`, { origins }, scene.cookie('owner'));

/** The origins that may frame a page: by its header, and as written into it. */
async function framesOf(path: string) {
  const { headers, text } = await running.http('GET', path);
  const said = /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
  return { said, written: /plenum-frames" content="([^"]*)"/.exec(text)?.[1], old: headers.get('x-frame-options') };
}
const closed = { said: "'self'", written: '', old: 'SAMEORIGIN' };
const open = { said: `'self' ${site}`, written: site, old: null };

async function linkInto(slug: string) {
  const key = await scene.newSigningKey();
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    aud: 'plenum',
    space: slug,
    name: 'Zoe',
    role: 'host',
    sub: 's',
    jti: key.id,
    iat: now,
    exp: now + 60,
  };
  const signed = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.id });
  return { token: await signed.sign(new TextEncoder().encode(key.secret)), key };
}

it('[JO14] no site may frame anything at the beginning', async () => {
  const { token } = await linkInto(space.slug);
  for (const path of [`/s/${space.slug}`, `/join?token=${token}`, '/', '/home', '/account']) {
    expect(await framesOf(path), path).toEqual(closed);
  }
});

it('[JO14] a site that the organisation names may frame its meetings, and no other page', async () => {
  await allow(site);
  const { token, key } = await linkInto(space.slug);
  const { json } = await running.http('POST', '/api/join/tickets', { token });
  const { room } = json as { readonly room: string };
  for (const path of [`/s/${space.slug}`, `/r/${room}`, `/join?token=${token}`]) {
    expect(await framesOf(path), path).toEqual(open);
  }
  const { id } = await running.createRoom('Without a space');
  const others = [
    '/',
    '/home',
    '/account',
    '/account/sign-in',
    `/organisations/${scene.organisation}`,
    `/spaces/${space.id}`,
    `/s/${elsewhere.slug}`,
    `/r/${id}`,
    '/join',
    '/join?token=',
    '/join?token=aa.bb.cc',
    `/home?token=${token}`,
    `/join?token=${token}&token=${token}`,
    `/join?token=${'a'.repeat(5_000)}.bb.cc`,
    '/operator',
    '/recordings/x',
  ];
  for (const path of others) expect(await framesOf(path), path).toMatchObject({ said: "'self'", old: 'SAMEORIGIN' });
  const path = `/api/organisations/${scene.organisation}/signing-keys/${key.id}`;
  await running.http('DELETE', path, undefined, scene.cookie('owner'));
  expect(await framesOf(`/join?token=${token}`)).toEqual(closed);
  await allow();
  expect(await framesOf(`/s/${space.slug}`)).toEqual(closed);
});

it('gives the element to pages of other sites, and no other file', async () => {
  expect((await running.http('GET', '/embed.js')).headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect((await running.http('GET', '/')).headers.get('cross-origin-resource-policy')).toBe('same-origin');
});
