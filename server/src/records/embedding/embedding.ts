import { createHmac, createPublicKey, type KeyObject } from 'node:crypto';
import { SigningAlgorithm, type SigningKey } from '@plenum/shared/api/embedding/contract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { RecordParts } from '../parts.ts';
import { checkLink, type LinkClaims, type LinkKey } from './signedLink.ts';

type In = { readonly acting: Acting; readonly organisation: string };

/** A link that another server signed, checked, with the space of its organisation that it names. */
export interface SignedLink {
  readonly claims: LinkClaims;
  readonly key: string;
  readonly organisation: string;
}

/** What other web sites may do with the meetings of an organisation. The store asks again who may. */
export class Embedding {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async read(about: In): Promise<{ keys: SigningKey[]; origins: string[] }> {
    const { keys, origins } = await this.#ask.read(about);
    return { keys: keys.map(cardOf), origins };
  }

  /** @throws AppError `invalid` for a public key of another kind */
  async createKey(
    { acting, organisation }: In,
    {
      name,
      spaces,
      publicKey,
    }: { name: string; spaces?: readonly string[] | undefined; publicKey?: string | undefined },
  ): Promise<SigningKey & { secret?: string }> {
    const id = this.#parts.newId();
    const algorithm: SigningAlgorithm = publicKey === undefined ? 'HS256' : algorithmOf(publicKey);
    const row = {
      id,
      organisation,
      name,
      algorithm,
      public_key: publicKey ?? null,
      spaces: spaces === undefined ? null : JSON.stringify(spaces),
      created_at: acting.at,
    };
    await this.#ask.createKey({ acting, row });
    const card = { id, name, algorithm, createdAt: acting.at, ...(spaces && { spaces: [...spaces] }) };
    return { ...card, ...(publicKey === undefined && { secret: this.#secretOf(id) }) };
  }

  revokeKey(about: In, id: string): Promise<void> {
    return this.#ask.revokeKey({ ...about, id });
  }

  async setOrigins(about: In, origins: readonly string[]): Promise<{ origins: string[] }> {
    const all = [...new Set(origins)];
    await this.#ask.setOrigins({ ...about, origins: all });
    return { origins: all };
  }

  /**
   * Checks a link that another server signed.
   * @param now epoch ms
   * @throws AppError `forbidden`, with a bound that names what is wrong: `linkWrong`, `linkExpired`, `linkClock`, `linkKey`,
   *   or `linkSpace` for a space that the key may not open
   */
  async requireLink(token: string, now: number): Promise<SignedLink> {
    let found: Stored | undefined;
    const claims = await checkLink(token, now, async (id) => {
      found = await this.find(id);
      return found && this.#linkKey(found);
    });
    const { space } = claims;
    const visited = await this.#parts.store.ask.openings.visit({ acting: undefined, slug: space }).catch(whenMissing);
    if (
      !found ||
      visited?.space.organisation !== found.organisation ||
      found.spaces?.includes(visited.space.id) === false
    ) {
      throw new AppError('forbidden', 'This link leads to a space that its key may not open.', 'linkSpace');
    }
    return { claims, key: found.id, organisation: found.organisation };
  }

  /** A stored key; undefined for an unknown and a revoked one. */
  find(id: string) {
    return this.#ask.findKey({ id });
  }

  /** The sites that may show a meeting in a frame. */
  framesOf(about: { slug: string } | { roomId: string } | { organisation: string }): Promise<string[]> {
    return this.#ask.framesOf(about);
  }

  #linkKey({ id, algorithm, public_key: pem }: Stored): LinkKey {
    if (pem === null) return { algorithm: 'HS256', key: new TextEncoder().encode(this.#secretOf(id)) };
    return { algorithm, key: createPublicKey(pem) };
  }

  /** Derived, as the codes of spaces are (decision 0141): no table and no backup of one has it. */
  #secretOf(id: string): string {
    return createHmac('sha256', this.#parts.codeSecret).update(`signing key ${id}`).digest('base64url');
  }

  get #ask() {
    return this.#parts.store.ask.embedding;
  }
}

type Stored = NonNullable<Awaited<ReturnType<Embedding['find']>>>;

function cardOf({ id, name, algorithm, spaces, created_at: createdAt }: Stored): SigningKey {
  return { id, name, algorithm: SigningAlgorithm.parse(algorithm), createdAt, ...(spaces && { spaces }) };
}

/** @throws AppError `invalid` */
function algorithmOf(pem: string): 'ES256' | 'EdDSA' {
  const key = publicKeyIn(pem);
  if (key?.asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  throw new AppError('invalid', 'Give an Ed25519 or P-256 public key in PEM.', 'publicKey');
}

function publicKeyIn(pem: string): KeyObject | undefined {
  // A private key would be read as its public part, and must not be sent here.
  if (!pem.trim().startsWith('-----BEGIN PUBLIC KEY-----')) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function whenMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'notFound') return undefined;
  throw error;
}
