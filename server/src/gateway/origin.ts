import type { IncomingMessage } from 'node:http';

/**
 * True when a request comes from a page of this very server: the same scheme, host and port. Sockets need it because no
 * browser checks them: a missing or `null` Origin is a stranger's, bots send the server's own.
 *
 * What a proxy says about the scheme and host is believed from anybody: no page can make a browser send these headers
 * to another origin, and what is no browser can send any Origin it likes.
 * @param publicHost the host, and port where it is not 443, that a reverse proxy serves by https; undefined without one
 */
export function isOwnOrigin(request: IncomingMessage, publicHost: string | undefined): boolean {
  const from = originOf(request.headers.origin);
  if (from === undefined) return false;
  return (
    from === originOf(askedOf(request)) || (publicHost !== undefined && from === originOf(`https://${publicHost}`))
  );
}

/** The address that the browser used, as far as the request tells. */
function askedOf({ headers, socket }: IncomingMessage): string {
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  // Some proxies say `wss` for a socket.
  const said = outermost(headers['x-forwarded-proto'])?.replace(/^ws/, 'http');
  return `${said ?? (isEncrypted ? 'https' : 'http')}://${outermost(headers['x-forwarded-host']) ?? headers.host ?? ''}`;
}

/** The first of a list that proxies append to. */
function outermost(header: string | string[] | undefined): string | undefined {
  const first = String(header ?? '')
    .split(',')[0]
    ?.trim();
  return first === '' ? undefined : first;
}

/** Normalised, without a default port; undefined for what is no web origin. */
function originOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}
