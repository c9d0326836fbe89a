import { extras } from '@plenum/shared/features/extras';
import { memorySeats } from '@plenum/client/core/seats';
import { type EnterOptions, Session } from '@plenum/client/core/session';
import { stateOf } from '@plenum/client/core/store';
import { AppError } from '@plenum/shared/core/errors';
import { poll } from '@plenum/shared/features/poll/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { shapesOn } from '@plenum/shared/features/whiteboard/pages';
import { now, stroke } from '../board/strokes.ts';
import type { Cast, Heard, Outcome, Sent } from './checker.ts';
import { type Peer, textsOf, type Way } from './ways.ts';
import { wait } from '../wait.ts';

interface BotOptions extends Omit<EnterOptions, 'seats' | 'media' | 'extras'> {
  readonly random: () => number;
}

/** How a member goes on with something: with pauses of about `pauseMs`, until the signal. */
interface Pace {
  readonly pauseMs: number;
  readonly until?: AbortSignal;
}

/** Longest time from seeing a poll to voting, in ms. */
const slowestVote = 3_000;

/** A member who writes messages, draws, votes in every poll, and records each result. */
export class AuditBot implements Peer {
  readonly name: string;
  readonly session: Session;
  readonly sent: Sent[] = [];
  readonly cast: Cast[] = [];
  readonly drawn: Sent[] = [];
  readonly #random: () => number;
  readonly #polls = new Set<string>();
  readonly #voting: Promise<void>[] = [];

  private constructor(session: Session, { name, random }: Pick<BotOptions, 'name' | 'random'>) {
    this.session = session;
    this.name = name;
    this.#random = random;
    session.store.subscribe(() => this.#look());
    this.#look();
  }

  static async enter(options: BotOptions): Promise<AuditBot> {
    const session = await Session.enter({ ...options, seats: memorySeats(), extras, media: false });
    return new AuditBot(session, options);
  }

  /** Audits a member who is in the meeting already. */
  static on(session: Session, options: Pick<BotOptions, 'name' | 'random'>): AuditBot {
    return new AuditBot(session, options);
  }

  get member(): string {
    return this.session.store.getState().me.id;
  }

  /** Writes this many messages in each of these ways. Resolves when each was answered, or can no longer be. */
  async talk(
    among: readonly Peer[],
    { ways, times = Number.POSITIVE_INFINITY, ...pace }: { ways: readonly Way[]; times?: number } & Pace,
  ): Promise<void> {
    await this.#repeat(times, pace, (number) =>
      ways.map((way) => this.#say(way, `${way.name}/${this.name}/${number}`, among)),
    );
  }

  /** Draws strokes on a page; `first` is the number of the first one, which no other member uses. */
  async draw(among: readonly Peer[], { page, first, ...pace }: { page: string; first: number } & Pace): Promise<void> {
    const audience = new Set(among.map(({ name }) => name));
    await this.#repeat(Number.POSITIVE_INFINITY, pace, (number) => {
      const shape = stroke(first + number, now());
      const asked = outcomeOf(this.session.send(whiteboard, 'put', { page, shapes: [shape] }));
      return [asked.then((outcome) => void this.drawn.push({ uid: shape.id, audience, outcome }))];
    });
  }

  /** Resolves when every request of this bot was answered, or can no longer be. */
  async settled(): Promise<void> {
    await Promise.all(this.#voting);
  }

  async heard(way: Way): Promise<Heard> {
    return { by: this.name, conversations: await textsOf(this.session, way) };
  }

  /** The strokes on a page. They have no order, so each is a conversation of its own. */
  seen(page: string): Heard {
    const found = stateOf(this.session.store.getState(), whiteboard).pages[page];
    return { by: this.name, conversations: found ? shapesOn(found).map(({ id }) => [id]) : [] };
  }

  async #repeat(times: number, { pauseMs, until }: Pace, act: (number: number) => Promise<void>[]): Promise<void> {
    const acts: Promise<void>[] = [];
    for (let number = 0; number < times; number += 1) {
      if (until?.aborted) break;
      acts.push(...act(number));
      await wait(pauseMs * (0.5 + this.#random()));
    }
    await Promise.all(acts);
  }

  async #say(way: Way, uid: string, among: readonly Peer[]): Promise<void> {
    const others = among.filter(({ name }) => name !== this.name);
    const to = way.others === undefined ? others : this.#some(others, way.others);
    const outcome = await outcomeOf(way.say(this.session, uid, to));
    this.sent.push({ uid, audience: new Set([this.name, ...to.map(({ name }) => name)]), outcome });
  }

  #some(peers: readonly Peer[], many: number): Peer[] {
    const first = Math.floor(this.#random() * peers.length);
    return Array.from({ length: many }, (_, index) => peers[(first + index) % peers.length]).filter((peer) => !!peer);
  }

  #look(): void {
    for (const { id, status } of stateOf(this.session.store.getState(), poll).polls) {
      if (status !== 'open' || this.#polls.has(id)) continue;
      this.#polls.add(id);
      this.#voting.push(this.#vote(id));
    }
  }

  /** Votes once, then tries to vote for another option. */
  async #vote(id: string): Promise<void> {
    await wait(this.#random() * slowestVote);
    const first = this.#random() < 0.5 ? 0 : 1;
    for (const pick of [first, 1 - first]) {
      const outcome = await outcomeOf(this.session.send(poll, 'vote', { poll: id, answer: { picks: [pick] } }));
      this.cast.push({ poll: id, voter: this.member, pick, outcome });
    }
  }
}

async function outcomeOf(asked: Promise<unknown>): Promise<Outcome> {
  try {
    await asked;
    return 'acked';
  } catch (error) {
    return error instanceof AppError && error.code !== 'unavailable' ? 'refused' : 'unknown';
  }
}
