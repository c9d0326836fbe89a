/** Which other servers: none, all, or those with these hosts (with a port where it is not the usual one). */
export type Hosts = 'off' | 'open' | readonly string[];

export function takesHost(hosts: Hosts, host: string): boolean {
  if (hosts === 'off') return false;
  return hosts === 'open' || hosts.includes(host.toLowerCase());
}

/** The host of an address, with its port where it is not the usual one; empty for a text that is no address. */
export function hostIn(address: string | undefined): string {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : '';
}

/** Whether a host name, without a port, is this machine, to which no network leads. */
export function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
