import type { IncomingMessage } from 'node:http';

/**
 * True when a request comes from a page of this very server. Sockets need it because no browser checks them:
 * a missing or `null` Origin is a stranger's, bots send the server's own.
 */
export function isOwnOrigin(request: IncomingMessage, publicHost: string | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined) return false;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (from.protocol !== 'http:' && from.protocol !== 'https:') return false;
  return from.host === host || (publicHost !== undefined && from.hostname === publicHost);
}
