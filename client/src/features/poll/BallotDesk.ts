import { AppError } from '@plenum/shared/core/errors';
import { poll } from '@plenum/shared/features/poll/contract';
import type { Answer } from '@plenum/shared/features/poll/setup';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { codeOf } from '../../app/errorWords.ts';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { loadPaper, savePaper } from './keptPapers.ts';
import { randomHex } from './random.ts';

/** The life of a ballot paper. `lost`: another tab has it. A code is there until the person has kept it. */
export type BallotState =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'ready'; readonly serial: string; readonly stamp: string }
  | { readonly kind: 'cast'; readonly code?: string };

/** This person's ballot papers, by poll: taken when a poll opens, used when they vote. Lives as long as the session. */
export class BallotDesk {
  readonly store: StoreApi<Readonly<Record<string, BallotState>>> = createStore(() => ({}));
  readonly #session: MeetingSession;
  readonly #asking = new Map<string, Promise<void>>();
  /** Codes of ballots whose answer was lost: they may be in the box. */
  readonly #tried = new Map<string, string>();

  private constructor(session: MeetingSession) {
    this.#session = session;
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new BallotDesk(session));

  /** Takes the paper of a poll unless it is here already; never fails, `store` says how it went. */
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
      // The paper was used by the first try, whose answer was lost on the way: it counts, by this code.
      if (!(wasTried && codeOf(error) === 'conflict' && this.#isOpen(id))) throw error;
    }
    savePaper(this.#placeOf(id), { cast: true });
    this.#set(id, { kind: 'cast', code });
  }

  /** The person has kept the receipt code: from now on nobody has it but them. */
  forgetCode(id: string): void {
    this.#set(id, { kind: 'cast' });
  }

  async #take(id: string): Promise<void> {
    const place = this.#placeOf(id);
    const kept = loadPaper(place);
    if (kept && 'cast' in kept) return this.#set(id, { kind: 'cast' });
    if (kept && 'stamp' in kept) return this.#set(id, { kind: 'ready', ...kept });
    this.#set(id, { kind: 'asking' });
    try {
      const blinding = kept ?? { serial: randomHex(), factor: randomHex() };
      savePaper(place, blinding);
      const { blindPaper } = await import('./ballotPaper.ts');
      const { blinded, open } = await blindPaper(id, blinding);
      const { stamp } = await this.#session.send(poll, 'paper', { poll: id, blinded });
      const paper = open(stamp);
      savePaper(place, { serial: paper.serial, stamp: paper.stamp });
      this.#set(id, { kind: 'ready', serial: paper.serial, stamp: paper.stamp });
    } catch (error) {
      this.#set(id, { kind: codeOf(error) === 'conflict' ? 'lost' : 'failed' });
    }
  }

  #isOpen(id: string): boolean {
    return stateOf(this.#session.store.getState(), poll).polls.some((one) => one.id === id && one.status === 'open');
  }

  #placeOf(id: string): string {
    return `${this.#session.store.getState().me.id}.${id}`;
  }

  #set(id: string, state: BallotState): void {
    this.store.setState({ [id]: state });
  }
}
