import { logoBounds } from '@plenum/shared/api/organisation/logoContract';
import type { Acting } from '@plenum/shared/core/asker';
import { AppError } from '@plenum/shared/core/errors';
import type { FileId, OrganisationId } from '@plenum/shared/core/ids';
import { isSafeImage, kindOf, sizeBytes } from '../../files/kind.ts';
import type { FileStore, Store } from '../../storage/ports.ts';

/** The place of all logos in the file store. No room has this id: those of rooms have groups of letters. */
export const logoShelf = 'logos';
/** The most bytes of all logos together. */
const shelfBytes = 1024 ** 3;

interface Parts {
  readonly store: Pick<Store, 'ask'>;
  readonly files: FileStore;
}

/** The logos of organisations: the file first, then the row that names it, then the file before it goes. */
export class Logos {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Stores a logo in place of the one before.
   * @throws AppError `forbidden`, `notFound`, before the body is read; `invalid`, bound `picture`
   */
  async set(acting: Acting, organisation: OrganisationId, body: AsyncIterable<Buffer>): Promise<FileId> {
    const { store, files } = this.#parts;
    await store.ask.organisations.requireLogo({ acting, organisation });
    const { id } = await files.put(logoShelf, body, { maxBytes: logoBounds.bytes, quotaBytes: shelfBytes });
    try {
      await this.#requirePicture(id);
      await this.#replace(acting, organisation, id);
      return id;
    } catch (error) {
      await files.remove(logoShelf, id);
      throw error;
    }
  }

  remove(acting: Acting, organisation: OrganisationId): Promise<void> {
    return this.#replace(acting, organisation, null);
  }

  async #replace(acting: Acting, organisation: OrganisationId, logo: FileId | null): Promise<void> {
    const before = await this.#parts.store.ask.organisations.setLogo({ acting, organisation, logo });
    if (before !== null) await this.#parts.files.remove(logoShelf, before);
  }

  async #requirePicture(id: FileId): Promise<void> {
    const head = await this.#parts.files.head(logoShelf, id, sizeBytes);
    const { type, image } = await kindOf(head ?? Buffer.alloc(0));
    if (isSafeImage(type) && image && Math.max(image.width, image.height) <= logoBounds.side) return;
    throw new AppError('invalid', `A logo is a picture of at most ${logoBounds.side} pixels a side.`, 'picture');
  }
}
