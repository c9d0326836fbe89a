import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { Lti, type Platform } from '../src/records/lti/Lti.ts';
import type { RecordParts } from '../src/records/parts.ts';

it('[LT13] keeps the keys of 200 platforms, so that no organisation fills the memory with those of ever new ones', async () => {
  const asked: string[] = [];
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' };
  const readJson = async (url: string) => {
    asked.push(url);
    return { keys: [{ ...key, more: 'x'.repeat(100_000) }] };
  };
  const lti = new Lti({ readJson } as unknown as RecordParts);
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);
  const launchAt = async (name: string) => {
    const platform: Platform = {
      id: name,
      organisation: 'x',
      name,
      issuer: 'https://m.example',
      client_id: 'c',
      deployments: ['1'],
      keys_url: `https://m.example/${name}`,
      sign_in_url: 'https://m.example/auth',
      created_at: 0,
      shared_address: 0,
    };
    await expect(lti.check(token, { platform, nonce: 'n', now: 1_000 })).rejects.toMatchObject({ bound: 'launch' });
  };
  for (let n = 0; n < 201; n += 1) await launchAt(`platform-${n}`);
  expect(asked).toHaveLength(201);
  await launchAt('platform-200');
  await launchAt('platform-1');
  expect(asked).toHaveLength(201);
  await launchAt('platform-0');
  expect(asked).toHaveLength(202);
});
