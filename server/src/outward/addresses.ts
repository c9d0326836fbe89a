import ipaddr from 'ipaddr.js';
import { OutwardError } from './ports.ts';

/** What the operator says about addresses that strangers give. */
export interface OutwardSettings {
  readonly schemes: readonly ('http' | 'https')[];
  /** Hosts, addresses and networks (CIDR) that may be in a private network. `*.example.org` is each host below it. */
  readonly allow: readonly string[];
  /** The only hosts that are asked, in the same form; empty: all that are public or allowed. */
  readonly only: readonly string[];
}

export const defaultOutward: OutwardSettings = { schemes: ['https', 'http'], allow: [], only: [] };

/** The longest address. */
const mostCharacters = 2_048;
/** Ports from 1024 that browsers refuse, because another protocol than HTTP is expected there (the Fetch Standard). */
const otherProtocols: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);
/** Public addresses at which clouds serve secrets of the machine that asks. */
const metadata = ['168.63.129.16'];
/** All public IPv6 addresses are here; ranges that contain IPv4 addresses are taken out below. */
const publicV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** A host, an address or a network, as the operator wrote it. */
export function isAllowEntry(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text) || /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(text);
}

/** Parses an address and checks all that its text tells. @throws OutwardError `address`, `forbidden` */
export function parseAddress(text: string, settings: OutwardSettings): URL {
  if (text.length > mostCharacters) throw refused(`The address is longer than ${mostCharacters} characters.`);
  // The parser of URLs drops these; two readers of the same text would see two addresses.
  if (/[\p{Cc}\s\\]/u.test(text)) throw refused('The address has spaces, control characters or backslashes.');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refused('The address is no URL.');
  const scheme = url.protocol.slice(0, -1);
  if (!settings.schemes.some((one) => one === scheme))
    throw refused(`The address must begin with ${settings.schemes.map((one) => `${one}://`).join(' or ')}.`);
  if (url.username !== '' || url.password !== '') throw refused('The address must have no user name and no password.');
  if (url.port !== '' && !isUsualPort(Number(url.port)))
    throw refused('The port of the address must be 80, 443 or one from 1024 on which HTTP is usual.');
  url.hash = '';
  const host = hostOf(url);
  if (settings.only.length > 0 && !settings.only.some((entry) => isNamed(host, entry)))
    throw new OutwardError('forbidden', 'This server asks only the hosts that its operator lists.');
  if (ipaddr.isValid(host)) requirePublic(host, settings);
  return url;
}

/** The host of an address: an IP address without brackets, or a name without a final dot. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** True when the operator allows this host by its name. */
export function isAllowedName(host: string, { allow }: OutwardSettings): boolean {
  return allow.some((entry) => isNamed(host, entry));
}

/** Checks an IP address. @throws OutwardError `forbidden` unless it is public or in an allowed network */
export function requirePublic(address: string, { allow }: OutwardSettings): void {
  if (isPublic(address) || allow.some((entry) => isNamed(address, entry))) return;
  throw new OutwardError(
    'forbidden',
    'The address is in a private network. The operator of this server can allow it with PLENUM_OUTWARD_ALLOW.',
  );
}

function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(publicV6);
  return !metadata.includes(address.toString());
}

/** True when an entry of the operator's lists means this host or address. */
function isNamed(host: string, entry: string): boolean {
  if (!ipaddr.isValid(host)) {
    const name = entry.toLowerCase();
    return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name;
  }
  // An IPv4 address in IPv6 clothes is compared as the IPv4 address, since that is where the connection goes.
  const address = ipaddr.process(host);
  if (ipaddr.isValidCIDR(entry)) {
    const [network, bits] = ipaddr.parseCIDR(entry);
    return network.kind() === address.kind() && address.match(network, bits);
  }
  return ipaddr.isValid(entry) && ipaddr.process(entry).toString() === address.toString();
}

function isUsualPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 1_024 && !otherProtocols.has(port));
}

function refused(words: string): OutwardError {
  return new OutwardError('address', words);
}
