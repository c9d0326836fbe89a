import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { relaysFor } from './relays.ts';

const settings = { urls: ['turn:relay.example:3478', 'turns:relay.example:5349?transport=tcp'], secret: 'a secret' };

it('makes a credential that expires, and that the relay can check with the secret', () => {
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

it('makes a different credential for each member', () => {
  const [ana] = relaysFor(settings, 'ana', 0).iceServers;
  const [ben] = relaysFor(settings, 'ben', 0).iceServers;
  expect(ana?.credential).not.toBe(ben?.credential);
});
