import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { addressPrefix } from './addressPrefix.ts';

/**
 * The address of a request for limits: the one that the outermost trusted proxy saw, as Express reads `X-Forwarded-For`, or
 * the peer address of the connection when no proxy is trusted.
 */
export function addressOf(request: IncomingMessage, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const said = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const hops = [...said.map((hop) => hop.trim()), direct];
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? direct;
  return addressPrefix(isIP(address) ? address : direct);
}
