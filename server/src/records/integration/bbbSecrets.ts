import type { BbbSecret } from '@plenum/shared/api/integration/contract';
import type { Acting } from '@plenum/shared/core/asker';
import { newToken, type RecordParts } from '../parts.ts';

type In = { readonly acting: Acting; readonly organisation: string };

/** How long the list of valid secrets is kept in memory, in ms: by then a secret that another node revoked is refused here. */
const keptMs = 2_000;

/** A secret that is valid now. */
export interface ValidSecret {
  readonly owner: string;
  readonly secret: string;
}

/** The rules about the secrets of BigBlueButton's API. The store asks again who may. */
export class BbbSecrets {
  readonly #parts: RecordParts;
  /** The opened secrets, by their sealed text. */
  #opened: ReadonlyMap<string, string> = new Map();
  #known: { readonly at: number; readonly secrets: Promise<readonly ValidSecret[]> } | undefined;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async list(about: In): Promise<BbbSecret[]> {
    return this.#parts.store.ask.bbbSecrets.list(about);
  }

  /** @returns the secret, which is never shown again */
  async create({ acting, organisation }: In, name: string): Promise<BbbSecret & { readonly secret: string }> {
    const [id, secret, createdAt] = [this.#parts.newId(), newToken().replaceAll(/[-_]/g, '0'), acting.at];
    const row = { id, organisation, name, sealed: this.#parts.sealing.seal(secret, id), created_at: createdAt };
    await this.#parts.store.ask.bbbSecrets.create({ acting, row });
    this.#known = undefined;
    return { id, name, createdAt, secret };
  }

  async revoke(about: In, id: string): Promise<void> {
    await this.#parts.store.ask.bbbSecrets.revoke({ ...about, id });
    this.#known = undefined;
  }

  /** The secrets of all organisations. @param now monotonic, in ms */
  valid(now: number): Promise<readonly ValidSecret[]> {
    if (this.#known === undefined || now - this.#known.at >= keptMs) {
      const secrets = this.#read();
      this.#known = { at: now, secrets };
      // A failed question is asked again by the next request.
      secrets.catch(() => (this.#known = undefined));
    }
    return this.#known.secrets;
  }

  async #read(): Promise<readonly ValidSecret[]> {
    const rows = await this.#parts.store.ask.bbbSecrets.valid();
    const opened = new Map<string, string>();
    const secrets = rows.flatMap(({ id, organisation: owner, sealed }) => {
      const secret = this.#opened.get(sealed) ?? this.#open(sealed, id);
      if (secret === undefined) return [];
      opened.set(sealed, secret);
      return [{ owner, secret }];
    });
    this.#opened = opened;
    return secrets;
  }

  #open(sealed: string, id: string): string | undefined {
    try {
      return this.#parts.sealing.open(sealed, id);
    } catch (error) {
      this.#parts.onUnreadable(error);
      return undefined;
    }
  }
}
