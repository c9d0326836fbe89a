interface Reached {
  readonly host: string;
  readonly publicHost: string | undefined;
  /** The port at which a reverse proxy serves us. */
  readonly publicPort: number;
  readonly trustProxy: number;
  readonly tls: object | undefined;
}

/** The address at which browsers reach this server. @param port the port at which it listens */
export function publicAddress({ host, publicHost, publicPort, trustProxy, tls }: Reached, port: number): string {
  if (publicHost !== undefined && trustProxy > 0)
    return `https://${written(publicHost)}${publicPort === 443 ? '' : `:${publicPort}`}`;
  const scheme = tls ? 'https' : 'http';
  const loopback = host === '127.0.0.1' || host === '0.0.0.0';
  return `${scheme}://${written(publicHost ?? (loopback ? 'localhost' : host))}:${port}`;
}

/** An IPv6 address stands in brackets. */
function written(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The host, with the port unless it is 443, that a reverse proxy serves; undefined without a proxy. */
export function proxiedHost({
  publicHost,
  publicPort,
  trustProxy,
}: Pick<Reached, 'publicHost' | 'publicPort' | 'trustProxy'>): string | undefined {
  if (publicHost === undefined || trustProxy === 0) return undefined;
  return `${written(publicHost)}:${publicPort}`;
}
