import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';

/** A server that plays a home, and lies in one way. */
export async function liar(lie: string) {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let nonce = '';
  const server = createServer((request, response) => {
    const send = (value: unknown) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    const at = (path: string) => `${issuer()}${path}`;
    const answers: Record<string, () => unknown> = {
      '/.well-known/openid-configuration': () => ({
        issuer: lie === 'issuer' ? 'https://bank.example' : issuer(),
        authorization_endpoint: at('/authorize'),
        token_endpoint: lie === 'endpoint' ? 'http://127.0.0.1:9/token' : at('/token'),
        userinfo_endpoint: at('/userinfo'),
        jwks_uri: at('/keys'),
        registration_endpoint: at('/register'),
      }),
      '/register': () => ({ client_id: 'given-by-home' }),
      '/keys': () => ({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' }] }),
      '/userinfo': () => ({
        sub: lie === 'subject' ? 'somebody-else' : 'me',
        name: 'Liar',
        email: 'liar@example.org',
        ...(lie !== 'unproven' && { email_verified: true }),
      }),
    };
    const now = Math.floor(Date.now() / 1_000);
    if (request.url === '/token') {
      const claims = { nonce: lie === 'nonce' ? 'another' : nonce, ...(lie === 'noNonce' && { nonce: undefined }) };
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg: lie === 'hmac' ? 'HS256' : 'RS256', kid: 'k' })
        .setIssuer(lie === 'tokenIssuer' ? 'https://bank.example' : issuer())
        .setAudience(
          lie === 'audience' ? 'someone-else' : lie === 'audiences' ? ['given-by-home', 'x'] : 'given-by-home',
        )
        .setIssuedAt(lie === 'old' ? now - 7_200 : now)
        .setExpirationTime(lie === 'old' ? now - 3_600 : now + 300)
        .setSubject('me');
      const key = lie === 'key' ? other.privateKey : lie === 'hmac' ? randomBytes(32) : pair.privateKey;
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'me', iss: issuer(), aud: 'given-by-home', nonce, iat: now, exp: now + 300 })).toString('base64url')}.`;
      const signed = lie === 'none' ? Promise.resolve(none) : jwt.sign(key);
      signed.then(
        (idToken) => send({ id_token: idToken, access_token: 'a' }),
        () => response.destroy(),
      );
      return;
    }
    const answer = answers[request.url ?? ''];
    if (answer) send(answer());
    else response.writeHead(404).end();
  });
  const issuer = () => `http://localhost:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  const sees = (value: string) => void (nonce = value);
  return { issuer: issuer(), sees, close: () => new Promise((resolve) => server.close(resolve)) };
}
