import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { addressPrefix } from './addressPrefix.ts';

/**
 * Whom a request counts for: the address that the outermost trusted proxy saw, as Express reads `X-Forwarded-For`, or
 * the other end of the connection where no proxy is trusted.
 */
export function addressOf(request: IncomingMessage, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const said = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [...said.map((hop) => hop.trim()), direct];
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? direct;
  return addressPrefix(isIP(address) ? address : direct);
}
