import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { relaysFor } from './relays.ts';

const settings = { urls: ['turn:relay.example:3478', 'turns:relay.example:5349?transport=tcp'], secret: 'a secret' };

it('gives a credential that ends by itself, and that whoever has the secret can check', () => {
  const { iceServers, iceSeconds } = relaysFor(settings, 'ana', 1_800_000_000_000);
  const [relay] = iceServers;
  expect(relay?.urls).toEqual(settings.urls);
  expect(relay?.username).toBe(`${1_800_000_000 + 600}:ana`);
  expect(iceSeconds).toBe(600);
  const expected = createHmac('sha1', 'a secret')
    .update(relay?.username ?? '')
    .digest('base64');
  expect(relay?.credential).toBe(expected);
});

it('gives everyone their own', () => {
  const [ana] = relaysFor(settings, 'ana', 0).iceServers;
  const [ben] = relaysFor(settings, 'ben', 0).iceServers;
  expect(ana?.credential).not.toBe(ben?.credential);
});
