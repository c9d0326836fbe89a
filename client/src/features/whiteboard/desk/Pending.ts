import type { MemberId } from '@plenum/shared/core/ids';
import type { PageId } from '@plenum/shared/features/slides/contract';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import { applied, type Operation } from '@plenum/shared/features/whiteboard/operations';

interface Waiting {
  readonly page: PageId;
  readonly operation: Operation;
}

/** Changes that the server has not answered: shown at once, and withdrawn on refusal. */
export class Pending {
  #waiting: readonly Waiting[] = [];
  #shown:
    | { readonly page: PageId; readonly from: BoardPage; readonly waiting: readonly Waiting[]; readonly to: BoardPage }
    | undefined;

  /** Returns a function to call on any answer. */
  add(page: PageId, operation: Operation): () => void {
    const entry = { page, operation };
    this.#waiting = [...this.#waiting, entry];
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** The server's page with the unanswered changes on top. The same object while neither changes. */
  shown(page: PageId, from: BoardPage, me: MemberId): BoardPage {
    const known = this.#shown;
    if (known && known.page === page && known.from === from && known.waiting === this.#waiting) return known.to;
    const mine = this.#waiting.filter((entry) => entry.page === page);
    const to = mine.reduce((before, { operation }) => applied(before, operation, me), from);
    this.#shown = { page, from, waiting: this.#waiting, to };
    return to;
  }
}
