import type { MemberId } from '@plenum/shared/core/ids';
import type { PageId } from '@plenum/shared/features/slides/contract';
import type { BoardPage } from '@plenum/shared/features/whiteboard/pages';
import { applied, type Operation } from '@plenum/shared/features/whiteboard/operations';

interface Waiting {
  readonly page: PageId;
  readonly operation: Operation;
}

/** What I did and the server has not answered yet: shown at once, taken back when it is refused. */
export class Pending {
  #waiting: readonly Waiting[] = [];
  #shown:
    | { readonly page: PageId; readonly from: BoardPage; readonly waiting: readonly Waiting[]; readonly to: BoardPage }
    | undefined;

  /** Returns what to call when it is answered, whatever the answer. */
  add(page: PageId, operation: Operation): () => void {
    const entry = { page, operation };
    this.#waiting = [...this.#waiting, entry];
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** A page as its viewer sees it: what the server told, and on top of it what waits. The same page while neither changes. */
  shown(page: PageId, from: BoardPage, me: MemberId): BoardPage {
    const known = this.#shown;
    if (known && known.page === page && known.from === from && known.waiting === this.#waiting) return known.to;
    const mine = this.#waiting.filter((entry) => entry.page === page);
    const to = mine.reduce((before, { operation }) => applied(before, operation, me), from);
    this.#shown = { page, from, waiting: this.#waiting, to };
    return to;
  }
}
