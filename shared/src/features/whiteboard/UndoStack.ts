import type { BoardPage } from './pages.ts';
import { type Deed, type Operation, redoing, refreshed, undoing } from './operations.ts';

/** The greatest number of steps. */
const deepest = 100;

/** One member's deeds on one page, and those that were undone. */
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

  /** Drops a deed that the server refused. */
  forget(deed: Deed): void {
    this.#done = this.#done.filter((other) => other !== deed);
  }

  /** Returns the operation that undoes the last deed that can still be undone; undefined when there is none. */
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
