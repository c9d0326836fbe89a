import { type BallotScheme, scheme, type Stamp } from '@plenum/shared/ballot/scheme';
import { AppError } from '@plenum/shared/core/errors';
import { poll } from '@plenum/shared/features/poll/contract';
import type { Answer } from '@plenum/shared/features/poll/setup';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { codeOf } from '../../../app/errorWords.ts';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { type Kept, loadPaper, onPapersChanged, type Place, removePaper, savePaper } from './keptPapers.ts';

/**
 * The states of a ballot paper. `lost`: another window has it. `refused`: this browser refuses it, because its stamp was not
 * made with the key of the poll. `outdated`: the poll was opened before an update and gives out no papers. A code is
 * present until the person confirms having kept it.
 */
export type BallotState =
  | { readonly kind: 'asking' | 'failed' | 'lost' | 'refused' | 'outdated' }
  | { readonly kind: 'ready'; readonly serial: string; readonly stamp: string }
  | { readonly kind: 'cast'; readonly code?: string };

/**
 * This person's ballot papers, by poll: taken when a poll opens, used for voting. The windows of a browser share them, as
 * they share one vote. Lives as long as the session.
 */
export class BallotDesk {
  readonly store: StoreApi<Readonly<Record<string, BallotState>>> = createStore(() => ({}));
  readonly #session: MeetingSession;
  readonly #asking = new Map<string, Promise<void>>();
  /** Receipt codes of ballots whose acknowledgement was lost, by poll: such ballots may be in the box. */
  readonly #tried = new Map<string, string>();

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  /** Returns the desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new BallotDesk(session));

  /** Takes the paper of a poll unless it is here already. Never rejects; `store` has the result. */
  prepare(id: string): Promise<void> {
    const kind = this.store.getState()[id]?.kind;
    if (kind !== undefined && kind !== 'asking' && kind !== 'failed') return Promise.resolve();
    const running = this.#asking.get(id) ?? this.#take(id).finally(() => this.#asking.delete(id));
    this.#asking.set(id, running);
    return running;
  }

  /** Puts the ballot into the box. @throws AppError as `send` does; `forbidden` without a paper */
  async cast(id: string, answer: Answer): Promise<void> {
    await this.prepare(id);
    const paper = this.store.getState()[id];
    if (paper?.kind !== 'ready') throw new AppError('unavailable', 'There is no paper for this poll.');
    const { newReceiptCode } = await import('./ballotPaper.ts');
    const code = this.#tried.get(id) ?? newReceiptCode();
    const { serial, stamp } = paper;
    try {
      await this.#session.send(poll, 'cast', { poll: id, serial, stamp, code, answer });
    } catch (error) {
      const wasTried = this.#tried.has(id);
      if (codeOf(error) === 'unavailable') this.#tried.set(id, code);
      // The first try used the paper and only its acknowledgement was lost: the ballot counts, by this code.
      if (!(wasTried && codeOf(error) === 'conflict' && this.#isOpen(id))) throw error;
    }
    savePaper(this.#placeOf(id), { cast: true });
    this.#set(id, { kind: 'cast', code });
  }

  /** Follows the changes that other windows make to the papers; the returned function ends that. */
  follow(): () => void {
    return onPapersChanged(this.#lookAgain);
  }

  /** Removes the paper of a closed poll from the browser. */
  discard(id: string): void {
    removePaper(this.#placeOf(id));
  }

  /** Drops the receipt code once the person has kept it; from then on only the person has it. */
  forgetCode(id: string): void {
    this.#set(id, { kind: 'cast' });
  }

  async #take(id: string): Promise<void> {
    const kept = loadPaper(this.#placeOf(id));
    const known = stateOfKept(kept);
    if (known) return this.#set(id, known);
    const ballot = this.#find(id)?.ballot;
    if (!ballot) return this.#set(id, { kind: 'outdated' });
    this.#set(id, { kind: 'asking' });
    try {
      this.#set(id, await this.#fetch(id, ballot, kept && 'blind' in kept ? kept : undefined));
    } catch (error) {
      this.#set(id, { kind: codeOf(error) === 'conflict' ? 'lost' : 'failed' });
      this.#lookAgain();
    }
  }

  /** Reads the papers again after another window took or cast one. */
  readonly #lookAgain = (): void => {
    for (const [id, { kind }] of Object.entries(this.store.getState())) {
      const known = stateOfKept(loadPaper(this.#placeOf(id)));
      if (known && (kind === 'lost' || (kind === 'ready' && known.kind === 'cast'))) this.#set(id, known);
    }
  };

  /** Has a paper stamped, unless the page asked for that before a reload, and verifies the stamp. */
  async #fetch(
    id: string,
    { publicKey }: BallotScheme,
    kept: Extract<Kept, { blind: string }> | undefined,
  ): Promise<BallotState> {
    const { newPaper, openStamped } = await import('./ballotPaper.ts');
    const blind = kept ?? newPaper();
    const { serial, blinded } = blind;
    savePaper(this.#placeOf(id), blind);
    if (!kept || !this.#hasAsked(id)) await this.#session.send(poll, 'paper', { poll: id, scheme, blinded });
    const paper = openStamped(blind, await this.#stampFor(id), publicKey);
    if (!paper) return { kind: 'refused' };
    savePaper(this.#placeOf(id), { serial, stamp: paper.stamp });
    return { kind: 'ready', serial, stamp: paper.stamp };
  }

  /** Waits until the server has stamped the paper. @throws AppError `closed` when the poll closes before */
  #stampFor(id: string): Promise<Stamp> {
    const { store } = this.#session;
    return new Promise((resolve, reject) => {
      const look = () => {
        const { me } = store.getState();
        const stamp = stateOf(store.getState(), poll).backs[id]?.stamps?.[me.id];
        if (stamp) resolve(stamp);
        else if (!this.#isOpen(id)) reject(new AppError('closed', 'The poll was closed before the paper was stamped.'));
        else return;
        unsubscribe();
      };
      const unsubscribe = store.subscribe(look);
      look();
    });
  }

  #hasAsked(id: string): boolean {
    const state = this.#session.store.getState();
    return stateOf(state, poll).backs[id]?.papers.includes(state.me.id) === true;
  }

  #find(id: string) {
    return stateOf(this.#session.store.getState(), poll).polls.find((one) => one.id === id);
  }

  #isOpen(id: string): boolean {
    return this.#find(id)?.status === 'open';
  }

  #placeOf(poll: string): Place {
    const { room, me } = this.#session.store.getState();
    return { room: room.id, poll, member: me.id };
  }

  #set(id: string, state: BallotState): void {
    this.store.setState({ [id]: state });
  }
}

/** Returns the state that a kept paper stands for; undefined when it has no stamp yet. */
function stateOfKept(kept: Kept | undefined): BallotState | undefined {
  if (kept && 'cast' in kept) return { kind: 'cast' };
  return kept && 'stamp' in kept ? { kind: 'ready', ...kept } : undefined;
}
