import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { relaysFor } from './relays.ts';

const settings = { urls: ['turn:relay.example:3478', 'turns:relay.example:5349?transport=tcp'], secret: 'a secret' };

it('gives a credential that ends by itself, and that whoever has the secret can check', () => {
  const [relay] = relaysFor(settings, 'ana', 1_800_000_000_000);
  expect(relay?.urls).toEqual(settings.urls);
  expect(relay?.username).toBe(`${1_800_000_000 + 12 * 3_600}:ana`);
  const expected = createHmac('sha1', 'a secret')
    .update(relay?.username ?? '')
    .digest('base64');
  expect(relay?.credential).toBe(expected);
});

it('gives everyone their own', () => {
  const [ana] = relaysFor(settings, 'ana', 0);
  const [ben] = relaysFor(settings, 'ben', 0);
  expect(ana?.credential).not.toBe(ben?.credential);
});
