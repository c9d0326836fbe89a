import type { MemberId } from '@plenum/shared/core/ids';
import type { ConsumerInfo, Layer, Shown, Source } from '@plenum/shared/features/media/contract';
import type { MediaLine, StopReason } from '../MediaEngine.ts';
import { Happened } from './Happened.ts';

type Said =
  | { readonly type: 'consume'; readonly consumers: readonly ConsumerInfo[] }
  | { readonly type: 'consumersClosed'; readonly ids: readonly string[] }
  | { readonly type: 'slots'; readonly members: readonly (MemberId | undefined)[] }
  | { readonly type: 'stopped'; readonly source: Source; readonly reason: StopReason }
  | { readonly type: 'wanted'; readonly source: Source; readonly layer: Layer | null }
  | { readonly type: 'pictures'; readonly shown: Shown }
  | { readonly type: 'reset' };

/** A browser's end of a media line; answers each offer at once, except after `hold`. */
export class TestLine implements MediaLine {
  readonly said = new Happened<Said>();
  #mode: 'answer' | 'hold' | 'lost' = 'answer';
  #held: { resolve: () => void; reject: (error: Error) => void }[] = [];

  consume(consumers: readonly ConsumerInfo[]): Promise<void> {
    this.said.push({ type: 'consume', consumers });
    switch (this.#mode) {
      case 'answer':
        return Promise.resolve();
      case 'hold':
        return new Promise((resolve, reject) => this.#held.push({ resolve, reject }));
      case 'lost':
        return Promise.reject(new Error('The line is lost.'));
    }
  }

  consumersClosed(ids: readonly string[]): void {
    this.said.push({ type: 'consumersClosed', ids });
  }

  slots(members: readonly (MemberId | undefined)[]): void {
    this.said.push({ type: 'slots', members: [...members] });
  }

  stopped(source: Source, reason: StopReason): void {
    this.said.push({ type: 'stopped', source, reason });
  }

  wanted(source: Source, layer: Layer | null): void {
    this.said.push({ type: 'wanted', source, layer });
  }

  pictures(shown: Shown): void {
    this.said.push({ type: 'pictures', shown });
  }

  reset(): void {
    this.said.push({ type: 'reset' });
  }

  /** Leaves offers unanswered until `answer` or `lose`. */
  hold(): void {
    this.#mode = 'hold';
  }

  answer(): void {
    this.#mode = 'answer';
    for (const { resolve } of this.#held.splice(0)) resolve();
  }

  lose(): void {
    this.#mode = 'lost';
    for (const { reject } of this.#held.splice(0)) reject(new Error('The line is lost.'));
  }

  get offers(): (readonly ConsumerInfo[])[] {
    return this.said.all.flatMap((said) => (said.type === 'consume' ? [said.consumers] : []));
  }

  get closedIds(): (readonly string[])[] {
    return this.said.all.flatMap((said) => (said.type === 'consumersClosed' ? [said.ids] : []));
  }

  /** The messages of this type, in order. */
  of<T extends Said['type']>(type: T): Extract<Said, { type: T }>[] {
    return this.said.all.filter((said): said is Extract<Said, { type: T }> => said.type === type);
  }

  get resets(): number {
    return this.said.all.filter(({ type }) => type === 'reset').length;
  }

  /** The n-th offer; waits for it. */
  async offer(n: number): Promise<readonly ConsumerInfo[]> {
    await this.said.until(() => this.offers.length >= n);
    return this.offers[n - 1] ?? [];
  }

  async closed(n: number): Promise<readonly string[]> {
    await this.said.until(() => this.closedIds.length >= n);
    return this.closedIds[n - 1] ?? [];
  }

  async reseted(n: number): Promise<void> {
    await this.said.until(() => this.resets >= n);
  }
}

/** The streams of an offer as strings that are easy to compare. */
export function streamsIn(offer: readonly ConsumerInfo[]): string[] {
  return offer.map((info) => ('slot' in info ? `slot ${info.slot}` : `${info.member} ${info.source}`)).sort();
}
