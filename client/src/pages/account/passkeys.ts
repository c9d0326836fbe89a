import { Assertion, Attestation } from '@plenum/shared/api/account/contract';
import * as z from 'zod/mini';
import { accountApi } from './api.ts';

/** True where the browser has passkeys and reads challenges as JSON. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

/** Asks the person for one of their passkeys. @throws when they decline, and AppError of the server */
export async function provenByPasskey(): Promise<Assertion> {
  const { options } = await accountApi.challenge();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return z.parse(Assertion, jsonOf(await navigator.credentials.get({ publicKey })));
}

/** Makes a passkey on this device and adds it to the account. @throws when the person declines, and AppError */
export async function addPasskey(name: string): Promise<void> {
  const { options } = await accountApi.newChallenge();
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const proof = z.parse(Attestation, jsonOf(await navigator.credentials.create({ publicKey })));
  await accountApi.addPasskey({ name, proof });
}

function jsonOf(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('The browser gave no passkey.');
  return credential.toJSON();
}
