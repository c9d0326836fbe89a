import type { RoomId } from '@plenum/shared/core/ids';
import { afterBeat, afterCheck, afterClaim, type Holdings, noHoldings, without } from './holdings.ts';
import type { Holder } from './ports.ts';

/** What this process owns, as far as it knows: the store asks it for the fence of each write. */
export class OwnLeases {
  readonly holder: Holder;
  #holdings = noHoldings;
  /** Called once for each family that this process has lost. */
  onLost: (root: RoomId) => void = () => undefined;

  constructor(holder: Holder) {
    this.holder = holder;
  }

  get holdings(): Holdings {
    return this.#holdings;
  }

  /** The families, in no order. */
  get families(): readonly RoomId[] {
    return [...this.#holdings.fences.keys()];
  }

  fenceOf(root: RoomId): number | undefined {
    return this.#holdings.fences.get(root);
  }

  /** The database has refused a write of this process. */
  onReplaced(root: RoomId): void {
    if (this.fenceOf(root) === undefined) return;
    this.drop(root);
    this.onLost(root);
  }

  /** Takes in a granted claim. @returns false when the grant may be out of date: the caller claims again */
  take(root: RoomId, fence: number, askedIn: number): boolean {
    const next = afterClaim(this.#holdings, root, fence, askedIn);
    if (next) this.#holdings = next;
    return next !== undefined;
  }

  drop(root: RoomId): void {
    this.#holdings = without(this.#holdings, root);
  }

  beat(how: 'inTime' | 'late' | 'unknown'): void {
    this.#holdings = afterBeat(this.#holdings, how);
  }

  /** Compares with what the database holds; `before` are the holdings when it was asked. */
  compare(before: Holdings, held: ReadonlyMap<RoomId, number>): void {
    const { holdings, lost } = afterCheck(this.#holdings, before, held);
    this.#holdings = holdings;
    for (const root of lost) this.onLost(root);
  }

  /** A newer process has the name of this node: everything is lost. */
  dropAll(): void {
    const lost = this.families;
    this.#holdings = { ...noHoldings, epoch: this.#holdings.epoch + 1 };
    for (const root of lost) this.onLost(root);
  }
}
