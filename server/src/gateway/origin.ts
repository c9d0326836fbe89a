import type { IncomingMessage } from 'node:http';

/**
 * True when a request comes from a page of this server: the same scheme, host and port. Sockets need this check because
 * browsers do not make it; a missing or `null` Origin is foreign, and bots send the server's own.
 * The proxy headers for scheme and host are trusted from every sender: no page can make a browser send them to another
 * origin, and a program can send any Origin anyway.
 * @param publicHost the host, and port where it is not 443, that a reverse proxy serves by https; undefined without one
 * @param others the origins of the other nodes of the cluster, whose pages are ours too
 */
export function isOwnOrigin(
  request: IncomingMessage,
  publicHost: string | undefined,
  others: readonly string[] = [],
): boolean {
  const from = originOf(request.headers.origin);
  if (from === undefined) return false;
  const own = [askedOf(request), ...(publicHost === undefined ? [] : [`https://${publicHost}`]), ...others];
  return own.some((address) => from === originOf(address));
}

/** The origin that the browser addressed, as far as the request shows it. */
export function askedOf({ headers, socket }: IncomingMessage): string {
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  // Some proxies send `wss` for a socket.
  const said = outermost(headers['x-forwarded-proto'])?.replace(/^ws/, 'http');
  return `${said ?? (isEncrypted ? 'https' : 'http')}://${outermost(headers['x-forwarded-host']) ?? headers.host ?? ''}`;
}

/** The origin under which browsers reach this server. @param publicHost as in `isOwnOrigin` */
export function publicOriginOf(request: IncomingMessage, publicHost: string | undefined): string {
  return publicHost === undefined ? askedOf(request) : `https://${publicHost}`;
}

/** The first of a list that proxies append to. */
function outermost(header: string | string[] | undefined): string | undefined {
  const first = String(header ?? '')
    .split(',')[0]
    ?.trim();
  return first === '' ? undefined : first;
}

/** The origin, normalised and without a default port; undefined when the text is not a web origin. */
function originOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}
