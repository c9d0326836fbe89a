import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { isWeakSecret } from '../weakSecret.ts';
import type { ProviderSettings } from './settings.ts';

const Providers = z
  .array(
    z.strictObject({
      id: z.string().check(z.regex(/^[a-z0-9-]{1,40}$/, 'is made of small letters, digits and "-"')),
      name: z.string().check(z.minLength(1), z.maxLength(60)),
      issuer: z
        .url()
        .check(z.refine((address) => isSafe(address), 'is an https address, or an http address of this machine')),
      clientId: z.string().check(z.minLength(1), z.maxLength(400)),
      clientSecret: z.string().check(
        z.minLength(16, 'has at least 16 characters'),
        z.refine((secret) => !isWeakSecret(secret), 'is a word of an example'),
      ),
      admits: z._default(z.boolean(), false),
    }),
  )
  .check(
    z.maxLength(20),
    z.refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'two providers have the same id'),
  );

function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

/** Reads the providers of accounts. @throws Error with words for the operator, and without the secrets */
export async function readProviders(file: string): Promise<ProviderSettings[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : 'it is not JSON';
    throw new Error(`The file of the providers, ${file}, cannot be read: ${String(code)}.`, { cause: error });
  }
  const parsed = Providers.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`The file of the providers, ${file}, is wrong at "${issue?.path.join('.')}": ${issue?.message}.`);
}
