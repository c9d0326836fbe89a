import type { Page } from 'puppeteer';

/** Gives a page an authenticator that says yes at once: it keeps passkeys, as a laptop with a fingerprint does. */
export async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.createCDPSession();
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  await session.send('WebAuthn.addVirtualAuthenticator', { options });
}
