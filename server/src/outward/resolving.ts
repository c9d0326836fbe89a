import { lookup, Resolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { hostOf, isAllowedName, type OutwardSettings, requirePublic } from './addresses.ts';
import { OutwardError } from './ports.ts';

/** Finds the IP addresses of a host name; `signal` ends the search. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/** The most addresses of one name that are tried. */
const mostAddresses = 8;

/**
 * Asks the name servers for both families. It avoids the system's resolver: that one has four threads, which the disk uses
 * too, and names whose servers never answer would hold them all.
 */
const resolvePublicly: Resolve = async (host, signal) => {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};

/** Asks the system, with its file of hosts: for names that the operator allows. */
const resolveLocally: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * The IP addresses to which the connection goes. One that is not public refuses the name, whatever its others are.
 * @throws OutwardError `unresolved`, `forbidden`
 */
export async function addressesOf(
  url: URL,
  { settings, resolve, signal }: { settings: OutwardSettings; resolve: Resolve | undefined; signal: AbortSignal },
): Promise<readonly string[]> {
  const host = hostOf(url);
  // The parser of addresses has checked it.
  if (ipaddr.isValid(host)) return [host];
  const isAllowed = isAllowedName(host, settings);
  const find = resolve ?? (isAllowed ? resolveLocally : resolvePublicly);
  const found = await find(host, signal).catch(() => []);
  if (found.length === 0) throw new OutwardError('unresolved', 'The host of the address has no IP address.');
  if (!isAllowed) for (const address of found) requirePublic(address, settings);
  return found.slice(0, mostAddresses);
}
