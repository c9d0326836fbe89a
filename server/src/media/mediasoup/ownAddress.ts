import { networkInterfaces } from 'node:os';

/**
 * An address of this machine other than loopback; undefined without a network. Firefox reaches no media on loopback, also not
 * on its own computer.
 */
export function ownAddress(interfaces = networkInterfaces()): string | undefined {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const reached = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'));
  return (reached.find(({ family }) => family === 'IPv4') ?? reached[0])?.address;
}
