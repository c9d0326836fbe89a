import type { Desk } from '../Desk.ts';
import { askedPages, scopes } from './library.ts';

/** An answer of the standard's addresses. */
export interface StandardAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The value of `WWW-Authenticate`. */
  readonly challenge?: string | undefined;
}

/** The paths at which programs ask, as the standards have them: all are below `/oauth`, but for the discovery. */
export const standardPaths = {
  token: '/oauth/token',
  revoke: '/oauth/revoke',
  userInfo: '/oauth/userinfo',
  keys: '/oauth/jwks',
  register: '/oauth/register',
} as const;

/** The fields of a form that the library reads. Assertions, resources and other ways are off. */
const formFields = ['grant_type', 'code', 'code_verifier', 'redirect_uri', 'client_id', 'client_secret'] as const;
const revokeFields = ['token', 'token_type_hint', 'client_id', 'client_secret'] as const;

/** What programs ask of this server as a provider of accounts: OAuth 2.1 and OpenID Connect, answered by the library. */
export class Standard {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The document by which other programs find the addresses below. */
  discovery(): unknown {
    const issuer = this.#desk.options.address();
    const { guests } = this.#desk.options.settings;
    return {
      issuer,
      authorization_endpoint: issuer + askedPages.consent,
      token_endpoint: issuer + standardPaths.token,
      userinfo_endpoint: issuer + standardPaths.userInfo,
      revocation_endpoint: issuer + standardPaths.revoke,
      jwks_uri: issuer + standardPaths.keys,
      ...(guests !== 'off' && { registration_endpoint: issuer + standardPaths.register }),
      scopes_supported: scopes,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
      revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      prompt_values_supported: ['none', 'consent'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'name', 'email', 'email_verified'],
      authorization_response_iss_parameter_supported: true,
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    };
  }

  /** The public halves of the keys that sign. */
  async keys(): Promise<StandardAnswer> {
    return said(await this.#desk.auth.api.getJwks({ asResponse: true }));
  }

  async token(form: URLSearchParams, authorization: string | undefined): Promise<StandardAnswer> {
    const { body, ...asked } = this.#asked(standardPaths.token, form, formFields, authorization);
    const { grant_type = '', ...fields } = body;
    return said(await this.#desk.auth.api.oauth2Token({ ...asked, body: { grant_type, ...fields }, asResponse: true }));
  }

  async revoke(form: URLSearchParams, authorization: string | undefined): Promise<StandardAnswer> {
    const { body, ...asked } = this.#asked(standardPaths.revoke, form, revokeFields, authorization);
    const { token = '', ...fields } = body;
    return said(await this.#desk.auth.api.oauth2Revoke({ ...asked, body: { token, ...fields }, asResponse: true }));
  }

  async userInfo(authorization: string | undefined): Promise<StandardAnswer> {
    const headers = new Headers(authorization === undefined ? {} : { authorization });
    const answer = await said(await this.#desk.auth.api.oauth2UserInfo({ headers, method: 'GET', asResponse: true }));
    // The library answers some dead tokens with 400; the standard wants 401 for each (RFC 6750).
    if (answer.status < 400 || answer.status >= 500) return answer;
    return { status: 401, body: { error: 'invalid_token' }, challenge: 'Bearer error="invalid_token"' };
  }

  /** The known fields of a form, and the request in the form that the library reads credentials from. */
  #asked(path: string, form: URLSearchParams, fields: readonly string[], authorization: string | undefined) {
    const kept = new URLSearchParams(
      fields.flatMap((name) => form.getAll(name).map((value): [string, string] => [name, value])),
    );
    const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
    if (authorization !== undefined) headers.set('authorization', authorization);
    const url = new URL(path, this.#desk.options.address());
    const request = new Request(url, { method: 'POST', headers, body: kept.toString() });
    const body: Record<string, string> = Object.fromEntries(kept);
    return { body, headers, request };
  }
}

/** The library's answer: of a refusal only the standard's code is kept, because its words can name what was stored. */
async function said(response: Response): Promise<StandardAnswer> {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  if (response.ok) return { status: response.status, body };
  if (response.status >= 500) throw new Error(`The library for signing in answers ${response.status}.`);
  const code: unknown = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const error = typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : 'invalid_request';
  // What is wrong with a code is never the fault of the client's own credentials.
  const status = error === 'invalid_client' ? 401 : 400;
  return { status, body: { error }, ...(status === 401 && { challenge: 'Basic' }) };
}
