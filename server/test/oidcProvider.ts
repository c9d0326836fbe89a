import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider says of a person. */
export interface Person {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** A real OpenID Connect provider on a port of its own. A person who signs in as `x` has the subject `x`. */
export class OidcProvider {
  readonly people = new Map<string, Person>();
  readonly clientSecret = 'a-secret-of-the-test-provider';
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param redirectUris where browsers come back to */
  static async start(redirectUris: () => string[]): Promise<OidcProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const self = new OidcProvider(server);
    const provider = () =>
      new Provider(self.issuer, {
        clients: [{ client_id: 'plenum', client_secret: self.clientSecret, redirect_uris: redirectUris() }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        conformIdTokenClaims: false,
        cookies: { keys: ['of the test'] },
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...self.people.get(id) }) }),
      });
    // Made at the first request: the address to come back to is known then.
    let handle: ReturnType<Provider['callback']> | undefined;
    server.on('request', (request, response) => {
      handle ??= provider().callback();
      handle(request, response).catch(() => response.destroy());
    });
    return self;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a browser does at the provider: signs in, agrees, and is sent back. @returns the address that it is sent to */
  async visit(address: string, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next = new URL(address);
    let form: URLSearchParams | undefined;
    for (let steps = 0; steps < 20; steps += 1) {
      const response = await fetch(next, {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        ...(form && { body: form }),
      });
      form = undefined;
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const location = response.headers.get('location');
      if (location !== null) {
        next = new URL(location, next);
        if (next.origin !== this.issuer) return next;
        continue;
      }
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (prompt === undefined) throw new Error(`The provider shows: ${page.slice(0, 300)}`);
      form = new URLSearchParams({ prompt, login, password: 'any' });
    }
    throw new Error('The provider goes in a circle.');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
