import type { BoardPage } from './pages.ts';
import { type Deed, type Operation, redoing, refreshed, undoing } from './operations.ts';

/** As far back as one can go. */
const deepest = 100;

/** What I did to one page, and what of it I undid. */
export class UndoStack {
  #done: readonly Deed[] = [];
  #undone: readonly Deed[] = [];

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  did(deed: Deed): void {
    this.#done = [...this.#done, deed].slice(-deepest);
    this.#undone = [];
  }

  /** The server refused it: it was never done. */
  forget(deed: Deed): void {
    this.#done = this.#done.filter((other) => other !== deed);
  }

  /** What undoes my last deed of which there is anything left; undefined when there is none. */
  undo(page: BoardPage): Operation | undefined {
    for (let deed = this.#done.at(-1); deed; deed = this.#done.at(-1)) {
      this.#done = this.#done.slice(0, -1);
      const operation = undoing(page, deed);
      if (!operation) continue;
      this.#undone = [...this.#undone, refreshed(page, deed)];
      return operation;
    }
    return undefined;
  }

  redo(page: BoardPage): Operation | undefined {
    for (let deed = this.#undone.at(-1); deed; deed = this.#undone.at(-1)) {
      this.#undone = this.#undone.slice(0, -1);
      const operation = redoing(page, deed);
      if (!operation) continue;
      this.#done = [...this.#done, refreshed(page, deed)];
      return operation;
    }
    return undefined;
  }
}
