import { isIPv4, isIPv6 } from 'node:net';

/**
 * The part of an IP address that belongs to one connection, for counting: a whole IPv4 address, an IPv4-mapped IPv6 address
 * as IPv4, the first 64 bits of an IPv6 address. Returns any other text unchanged.
 */
export function addressPrefix(ip: string): string {
  const address = ip.replace(/%.*$/, '').toLowerCase();
  if (isIPv4(address) || !isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [before = '', after] = plain.split('::', 2);
  const [left, right] = [before, after ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - (left?.length ?? 0) - (right?.length ?? 0) }, () => '0');
  return [...(left ?? []), ...(after === undefined ? [] : zeros), ...(right ?? [])].map((group) =>
    Number.parseInt(group, 16),
  );
}

/** The network of an IP address, for records that are kept: it names no single connection. Empty for any other text. */
export function networkOf(ip: string): string {
  const prefix = addressPrefix(ip);
  if (isIPv4(prefix)) return `${prefix.split('.').slice(0, 3).join('.')}.0/24`;
  return prefix.endsWith('::/64') ? `${prefix.split(':').slice(0, 3).join(':')}::/48` : '';
}
