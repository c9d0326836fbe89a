import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';
import { aside } from '@plenum/shared/core/aside';

/** The beginnings of the names of claims and roles. */
export const lti = 'https://purl.imsglobal.org/spec/lti/claim/';
export const linking = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
export const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
export type Claims = Readonly<Record<string, unknown>>;

/** Plays Moodle: it has keys at an address, signs launches, and takes the answers of deep linking. */
export class FakePlatform {
  readonly #server: Server;
  #keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  #kid = 'first';
  asked = 0;
  /** The address of the keys answers with an error. */
  isBroken = false;

  private constructor() {
    this.#server = createServer((_request, response) => {
      this.asked += 1;
      if (this.isBroken) {
        response.writeHead(500).end();
        return;
      }
      aside(
        this.#keySet().then((keys) => {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(keys));
        }),
      );
    });
  }

  static async open(): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.#server.listen(0, '127.0.0.1');
    await once(platform.#server, 'listening');
    return platform;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the people who run it tell the organisation. */
  get said() {
    const { origin } = this;
    const addresses = { keysUrl: `${origin}/certs`, signInUrl: `${origin}/auth?x=1` };
    return { name: 'Moodle', issuer: origin, clientId: 'tool-1', deployments: ['1', '2'], ...addresses };
  }

  /** Takes another key, as platforms do from time to time. */
  rotate(): void {
    this.#keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    this.#kid = randomUUID();
  }

  claims(nonce: string, more: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: this.origin,
      aud: 'tool-1',
      sub: 'user-7',
      iat: now,
      exp: now + 300,
      nonce,
      name: 'Tina Teacher',
      [`${lti}version`]: '1.3.0',
      [`${lti}deployment_id`]: '1',
      [`${lti}message_type`]: 'LtiResourceLinkRequest',
      [`${lti}roles`]: [`${membership}#Instructor`],
      [`${lti}resource_link`]: { id: 'link-1', title: 'Weekly call' },
      [`${lti}context`]: { id: 'course-4', title: 'Biology' },
      [`${lti}launch_presentation`]: { locale: 'de_DE', return_url: `${this.origin}/course/4` },
      ...more,
    };
  }

  sign(claims: Claims, { key = this.#keys.privateKey, alg = 'RS256', kid = this.#kid }: Signing = {}): Promise<string> {
    return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(key);
  }

  close(): void {
    this.#server.close();
  }

  async #keySet() {
    return { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: this.#kid, alg: 'RS256', use: 'sig' }] };
  }
}

export interface Signing {
  readonly key?: KeyObject | Uint8Array;
  readonly alg?: string;
  readonly kid?: string;
}
