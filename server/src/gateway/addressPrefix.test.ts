import { expect, it } from 'vitest';
import { addressPrefix, networkOf } from './addressPrefix.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['', ''],
  ['no address', 'no address'],
])('counts %s as %s', (ip, prefix) => {
  expect(addressPrefix(ip)).toBe(prefix);
});

it('separates two networks, and not two machines of one network', () => {
  expect(addressPrefix('2001:db8:1:2::a')).toBe(addressPrefix('2001:db8:1:2:ffff::b'));
  expect(addressPrefix('2001:db8:1:2::a')).not.toBe(addressPrefix('2001:db8:1:3::a'));
});

it.each([
  ['192.0.2.7', '192.0.2.0/24'],
  ['::ffff:192.0.2.7', '192.0.2.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['no address', ''],
])('records %s as %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
