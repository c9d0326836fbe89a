import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { TestLine } from '../testing/TestLine.ts';
import { ownAddress } from './ownAddress.ts';
import { startEngine, type TestEngine } from './testEngine.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { netmask: '', mac: '', internal, cidr: null };
  return address.includes(':')
    ? { address, family: 'IPv6', scopeid: 0, ...rest }
    : { address, family: 'IPv4', ...rest };
};

it('is an address of the network, IPv4 if there is one', () => {
  const lo = [at('127.0.0.1', true), at('::1', true)];
  expect(ownAddress({ lo, eth0: [at('fe80::1'), at('fd00::2'), at('192.0.2.2')] })).toBe('192.0.2.2');
  expect(ownAddress({ lo, eth0: [at('fe80::1'), at('fd00::2')] })).toBe('fd00::2');
  expect(ownAddress({ lo })).toBeUndefined();
});

/** The addresses that a new member is told. */
async function told({ engine }: TestEngine): Promise<string[]> {
  const room = await engine.createRoom('one-room', () => {});
  const { send } = await room.attach('ann', new TestLine()).open({});
  return send.iceCandidates.map(({ protocol, address }) => [String(protocol), String(address)].join(' '));
}

it('is announced after loopback, as Linux has it: 127.0.0.2 is one of its own', async () => {
  const test = await startEngine({ secondIp: () => '127.0.0.2' });
  expect(await told(test)).toEqual(['udp 127.0.0.1', 'tcp 127.0.0.1', 'udp 127.0.0.2', 'tcp 127.0.0.2']);
  await test.engine.close();
});

it('is left out when it is gone meanwhile', async () => {
  const test = await startEngine({ secondIp: () => '198.51.100.7' });
  expect(await told(test)).toEqual(['udp 127.0.0.1', 'tcp 127.0.0.1']);
  await test.engine.close();
});
