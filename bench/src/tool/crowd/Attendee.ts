import { randomBytes } from 'node:crypto';
import { type MeetingState, stateOf } from '@plenum/client/core/store';
import { blindPaper, openPaper } from '@plenum/shared/ballot/papers';
import { receiptCode } from '@plenum/shared/ballot/receipt';
import { scheme } from '@plenum/shared/ballot/scheme';
import { chat } from '@plenum/shared/features/chat/contract';
import { poll, type Poll } from '@plenum/shared/features/poll/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
// Names the abilities that `me.abilities` can hold.
import '@plenum/shared/features/abilities';
import { aside } from '@plenum/shared/core/aside';
import { AppError } from '@plenum/shared/core/errors';
import { partsPerStroke, sentAt, stroke, strokePart } from '../../board/strokes.ts';
import { Bot } from '../../bots/Bot.ts';
import type { BadPath } from '../../bots/BotHandler.ts';
import { wait } from '../../wait.ts';
import type { PersonPlan } from '../people.ts';
import { type Door, wayThrough } from '../target.ts';
import { Ledger, writtenBy } from './Ledger.ts';

/** What an attendee tells its squad. Times in ms. */
export interface Notes {
  readonly chatMs: number[];
  readonly boardMs: number[];
  readonly voteMs: number[];
  said: number;
  drawn: number;
  votes: number;
  drops: number;
  /** Words of each failure. */
  fail(words: string): void;
}

interface AttendeeOptions {
  readonly plan: PersonPlan;
  readonly door: Door;
  readonly path: BadPath | undefined;
  readonly notes: Notes;
  readonly random: () => number;
}

/** How long a member thinks before voting, in ms, at most. */
const slowestVoteMs = 3_000;
/** How long one talks before the next one does, in ms. */
const turnMs = 8_000;
const now = () => performance.timeOrigin + performance.now();

/** One stay of a bot in the meeting, and what it does there. */
export class Attendee {
  readonly plan: PersonPlan;
  readonly bot: Bot;
  readonly ledger = new Ledger();
  readonly #notes: Notes;
  readonly #random: () => number;
  readonly #voted = new Set<string>();
  readonly #stop = new AbortController();
  readonly #id = randomBytes(4).toString('hex');
  #strokes = 0;
  #writer = this.#id;
  #messages = 0;
  #published = false;
  #line: MeetingState['line']['state'] = 'open';
  /** Set when the squad has counted the time of joining. */
  counted = { welcome: false, join: false };

  private constructor(bot: Bot, { plan, notes, random }: AttendeeOptions) {
    this.bot = bot;
    this.plan = plan;
    this.#notes = notes;
    this.#random = random;
    const { session } = bot;
    session.onEvent(chat, 'sent', ({ text }) => this.#onMessage(text));
    session.onEvent(whiteboard, 'put', ({ shapes }) => {
      for (const { id } of shapes) this.#onShape(id);
    });
    session.store.subscribe((state, before) => this.#look(state, before));
    this.#look(session.store.getState());
    if (plan.writes > 0) aside(this.#often(plan.writes, () => this.#write()));
    if (plan.draws > 0) aside(this.#often(plan.draws, () => this.#draw()));
  }

  /** Resolves when the attendee is inside or before the door. */
  static async enter(options: AttendeeOptions): Promise<Attendee> {
    const { plan, door, path } = options;
    const { name, depth, sends, media } = plan;
    const bot = await Bot.join({ ...wayThrough(door), name, depth, sends, media, path });
    return new Attendee(bot, options);
  }

  get isInside(): boolean {
    return this.bot.session.store.getState().place === 'inside';
  }

  get isOnline(): boolean {
    return this.#line === 'open';
  }

  /** Lets the members who talk in turn talk one after the other. @param elapsed ms since the start of the test */
  takeTurn(elapsed: number): void {
    const { talks, turn } = this.plan;
    if (talks === 'always') return;
    this.bot.speak(talks === 'in turn' && Math.floor(elapsed / turnMs) % turn.of === turn.index);
  }

  /** Writes, draws and votes no more. */
  hush(): void {
    this.#stop.abort();
  }

  async leave(): Promise<void> {
    this.#stop.abort();
    await this.bot.close();
  }

  #look(state: MeetingState, before?: MeetingState): void {
    if (state.line.state !== this.#line) {
      this.#line = state.line.state;
      if (this.#line === 'lost') this.#notes.drops += 1;
      if (this.#line === 'closed' && !this.#stop.signal.aborted) this.#closed(state);
    }
    // A jump by more than the events between: a whole new state came.
    if (before && state.seq > before.seq + 500) this.ledger.forget();
    if (state.place !== 'inside') return;
    // After the door, the media line starts a moment later than the state says so.
    if (!this.#published && this.plan.media && state.mediaLine.state !== 'off') {
      this.#published = true;
      this.bot.publish().catch((error: unknown) => this.#failed('cannot send its media', error));
    }
    if (this.plan.votes && state.states !== before?.states) this.#findPolls(state);
  }

  #closed({ line }: MeetingState): void {
    this.#stop.abort();
    this.#notes.fail(`was put out of the meeting: ${line.state === 'closed' ? line.reason : ''}`);
  }

  #onMessage(text: string): void {
    const at = this.ledger.hear(text);
    if (at !== undefined) this.#notes.chatMs.push(now() - at);
  }

  #onShape(id: string): void {
    const at = sentAt(id);
    // A shape of somebody else has an id without a time.
    if (Math.abs(now() - at) < 600_000) this.#notes.boardMs.push(now() - at);
  }

  /** Does something at random times, so many times a second on average, while the attendee is inside. */
  async #often(rate: number, act: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await wait(Math.min(600_000, (-Math.log(1 - this.#random()) * 1_000) / rate));
      if (this.#stop.signal.aborted) return;
      if (this.isInside && this.isOnline) await act();
    }
  }

  async #write(): Promise<void> {
    const number = this.#messages + 1;
    try {
      await this.bot.session.send(chat, 'send', { text: writtenBy(this.#writer, number, now()) });
      // A refused message leaves no gap in the numbers.
      this.#messages = number;
      this.#notes.said += 1;
    } catch (error) {
      // Nobody knows whether it was sent: no reader shall miss it, or take the next one for it.
      if (error instanceof AppError && error.code === 'unavailable') this.#writer = randomBytes(4).toString('hex');
      this.#failed('cannot write', error);
    }
  }

  /** Draws one stroke in a second: shown while it grows, then kept. */
  async #draw(): Promise<void> {
    const { session } = this.bot;
    const state = session.store.getState();
    const [page] = Object.keys(stateOf(state, whiteboard).pages).slice(-1);
    if (page === undefined || !state.me.abilities.includes('whiteboardDraw')) return;
    this.#strokes += 1;
    const number = this.#strokes;
    const look = { kind: 'pen', colour: 'green', width: 6 } as const;
    const shown = { page: page, id: `${this.#id}-${number}`, ...look };
    for (let part = 0; part < partsPerStroke; part += 1) {
      session.tell(whiteboard, 'stroke', { ...shown, ...strokePart(number, part) });
      await wait(100);
    }
    const at = now();
    const shape = stroke(number, at);
    const kept = { ...shape, id: `${shape.id.split('-')[0]}-${this.#id}${number.toString(36)}` };
    try {
      await session.send(whiteboard, 'put', { page: page, shapes: [kept] });
      this.#notes.drawn += 1;
    } catch (error) {
      this.#failed('cannot draw', error);
    }
  }

  #findPolls(state: MeetingState): void {
    for (const one of stateOf(state, poll).polls) {
      if (one.status !== 'open' || this.#voted.has(one.id)) continue;
      this.#voted.add(one.id);
      aside(this.#vote(one));
    }
  }

  async #vote(open: Poll): Promise<void> {
    await wait(this.#random() * slowestVoteMs);
    if (this.#stop.signal.aborted || !this.bot.session.store.getState().me.abilities.includes('pollVote')) return;
    const answer = { picks: [this.#random() < 0.6 ? 0 : 1] };
    const began = now();
    try {
      if (open.ballot) await this.#cast(open, answer);
      else await this.bot.session.send(poll, 'vote', { poll: open.id, answer });
      this.#notes.votes += 1;
      this.#notes.voteMs.push(now() - began);
    } catch (error) {
      this.#failed('cannot vote', error);
    }
  }

  async #cast({ id, ballot }: Poll, answer: { picks: number[] }): Promise<void> {
    const { session } = this.bot;
    const paper = blindPaper(randomBytes(32).toString('hex'));
    await session.send(poll, 'paper', { poll: id, scheme, blinded: paper.blinded });
    const stampOf = () => {
      const { me, ...state } = session.store.getState();
      return stateOf(state, poll).backs[id]?.stamps?.[me.id];
    };
    while (!stampOf() && !this.#stop.signal.aborted) await wait(20);
    const stamp = stampOf();
    if (!stamp) return;
    const opened = openPaper(paper, stamp, ballot?.publicKey ?? '');
    await session.send(poll, 'cast', { poll: id, ...opened, code: receiptCode(randomBytes(20)), answer });
  }

  #failed(what: string, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#notes.fail(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
