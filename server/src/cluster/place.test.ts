import { expect, it } from 'vitest';
import { PlaceOfNode, readPlace } from './place.ts';

const place = {
  node: 'n1',
  roomUrl: 'https://n1.example/socket.io',
  mediaUrl: 'https://n1.example/media',
  inner: 'https://n1.inner:4443',
  media: { host: 'n1.inner', port: 4600, region: 'north' },
};

it('during an upgrade, the addresses of an older node are read, and those of a newer one as far as they are known', () => {
  const { inner: _inner, media: _media, ...older } = place;
  expect(readPlace('n1', JSON.stringify(older))).toEqual(older);
  expect(readPlace('n1', JSON.stringify({ ...place, moons: 3 }))).toEqual(place);
});

it.each([
  ['no addresses', {}],
  ['an address that is too long', { ...place, roomUrl: `https://${'x'.repeat(400)}` }],
  ['a port out of range', { ...place, media: { host: 'n1', port: 70_000 } }],
  ['a list', []],
])('addresses with %s are refused as unavailable', (_what, wrong) => {
  expect(PlaceOfNode.safeParse(wrong).success).toBe(false);
  expect(() => readPlace('n1', JSON.stringify(wrong))).toThrow(expect.objectContaining({ code: 'unavailable' }));
});
