import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isOwnOrigin } from './origin.ts';

interface Asked {
  readonly origin?: string;
  readonly host?: string;
  readonly tls?: boolean;
  readonly headers?: Record<string, string>;
}

function request({ origin, host, tls = false, headers = {} }: Asked): IncomingMessage {
  const all = { ...(origin !== undefined && { origin }), ...(host !== undefined && { host }), ...headers };
  return { headers: all, socket: tls ? { encrypted: true } : {} } as unknown as IncomingMessage;
}

describe('without a proxy', () => {
  it.each([
    ['localhost as it is served', { origin: 'http://localhost:4443', host: 'localhost:4443' }],
    ['an address', { origin: 'http://192.0.2.7:4443', host: '192.0.2.7:4443' }],
    ['an IPv6 address', { origin: 'http://[2001:db8::1]:4443', host: '[2001:db8::1]:4443' }],
    ['a public host with another port', { origin: 'https://a.example:4443', host: 'a.example:4443', tls: true }],
    ['a port that is forwarded from 443', { origin: 'https://a.example', host: 'a.example', tls: true }],
    ['port 443 written out', { origin: 'https://a.example', host: 'a.example:443', tls: true }],
    ['a host in capitals', { origin: 'https://a.example', host: 'A.Example', tls: true }],
  ])('%s is our own', (_what, asked) => {
    expect(isOwnOrigin(request(asked), undefined)).toBe(true);
  });

  it.each([
    ['another host', { origin: 'https://evil.example', host: 'a.example', tls: true }],
    ['another port of our host', { origin: 'https://a.example:8443', host: 'a.example', tls: true }],
    ['our host without TLS', { origin: 'http://a.example', host: 'a.example', tls: true }],
    ['our host with TLS where there is none', { origin: 'https://localhost:4443', host: 'localhost:4443' }],
    ['a name that begins with ours', { origin: 'https://a.example.evil.example', host: 'a.example', tls: true }],
    ['no origin', { host: 'a.example', tls: true }],
    ['no host', { origin: 'https://a.example', tls: true }],
    ['a hidden origin', { origin: 'null', host: 'null' }],
    ['a file', { origin: 'file://', host: '' }],
    ['a script', { origin: 'javascript:1', host: 'a.example' }],
  ])('%s is foreign', (_what, asked) => {
    expect(isOwnOrigin(request(asked), undefined)).toBe(false);
  });
});

describe('behind a proxy that serves a.example by https', () => {
  it.each([
    ['with the host changed to ours', { host: '127.0.0.1:4443' }],
    ['with the host passed on and the scheme stated', { host: 'a.example', headers: { 'x-forwarded-proto': 'https' } }],
    ['that sends wss for sockets', { host: 'a.example', headers: { 'x-forwarded-proto': 'wss' } }],
    [
      'that is the second of two',
      { host: 'b', headers: { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'a.example, b' } },
    ],
    ['that speaks TLS with us', { host: '127.0.0.1:4443', tls: true }],
  ])('its page is our own, %s', (_what, asked) => {
    expect(isOwnOrigin(request({ origin: 'https://a.example', ...asked }), 'a.example:443')).toBe(true);
  });

  it('another port of the host is our own only where it is the public port', () => {
    const asked = request({ origin: 'https://a.example:8443', host: '127.0.0.1:4443' });
    expect([isOwnOrigin(asked, 'a.example:443'), isOwnOrigin(asked, 'a.example:8443')]).toEqual([false, true]);
    expect(isOwnOrigin(request({ origin: 'http://a.example', host: '127.0.0.1:4443' }), 'a.example:443')).toBe(false);
  });
});
