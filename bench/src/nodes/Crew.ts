import { createRoom } from '@plenum/client/core/http';
import { stateOf } from '@plenum/client/core/store';
import { poll } from '@plenum/shared/features/poll/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { AuditBot } from '../auditor/Bot.ts';
import { auditTalk, auditVotes, type Result } from '../auditor/checker.ts';
import type { LogFile } from '../auditor/logFile.ts';
import { textsOf, toEveryone } from '../auditor/ways.ts';
import { now } from '../board/strokes.ts';
import { Bot, type BotPlan } from '../bots/Bot.ts';
import { wait } from '../wait.ts';

interface CrewOptions {
  /** The load balancer. */
  readonly base: string;
  readonly number: number;
  readonly people: number;
  readonly random: () => number;
}

/** What one member got back after a time, in ms from there; undefined: not yet. */
export interface Back {
  readonly line: number | undefined;
  /** The first sound of a stream that began since; `none` for the member who talks. */
  readonly sound: number | 'none' | undefined;
}

/** What the auditor found in one room. */
export interface Audit {
  readonly faults: readonly string[];
  readonly acknowledged: { readonly messages: number; readonly votes: number; readonly strokes: number };
}

/** Pauses between the messages, and between the strokes, of one member, in ms. */
const pauses = { talk: 6_000, draw: 9_000 } as const;
/** How long the last changes may take to reach all members, in ms. */
const settleMs = 15_000;

/** One member: their bot, their audit, and when their line was lost and came back. */
class Member {
  readonly bot: Bot;
  readonly audit: AuditBot;
  losses = 0;
  #openAt = 0;

  constructor(bot: Bot, random: () => number) {
    this.bot = bot;
    this.audit = AuditBot.on(bot.session, { name: bot.plan.name, random });
    bot.session.store.subscribe(({ line }, { line: before }) => {
      if (line.state === before.state) return;
      if (line.state === 'open') this.#openAt = now();
      else if (before.state === 'open') this.losses += 1;
    });
  }

  back(since: number): Back {
    const soundAt = this.bot.reception.firstSince(since);
    const sound = this.bot.plan.sends.length > 0 ? 'none' : soundAt && soundAt - since;
    return { line: this.#openAt > since ? this.#openAt - since : undefined, sound };
  }
}

/** The members of one room: one talks all the time, all write and draw now and then, and all vote in every poll. */
export class Crew {
  readonly room: string;
  readonly #options: CrewOptions;
  readonly #page: string;
  readonly #members: readonly Member[];
  readonly #stopping = new AbortController();
  #working: Promise<unknown> = Promise.resolve();

  private constructor(options: CrewOptions, room: string, page: string, members: readonly Member[]) {
    this.#options = options;
    this.room = room;
    this.#page = page;
    this.#members = members;
  }

  static async enter(options: CrewOptions): Promise<Crew> {
    const { base, number, people, random } = options;
    const { id: roomId, hostKey } = await createRoom(base, { title: `Room ${number}` });
    const members: Member[] = [];
    let page = '';
    for (let index = 0; index < people; index += 1) {
      const plan: BotPlan = { name: `bot-${number}-${index}`, depth: 'thin', sends: index === 0 ? ['mic'] : [] };
      const bot = await Bot.join({ base, roomId, key: index === 0 ? hostKey : undefined, ...plan });
      await bot.publish();
      if (index === 0) {
        ({ page } = await bot.session.send(slides, 'blank', { name: 'Board' }));
        await bot.session.send(whiteboard, 'allow', { who: 'everyone', chosen: [], others: true });
      }
      members.push(new Member(bot, random));
    }
    return new Crew(options, roomId, page, members);
  }

  /** The number of members who hear the one who talks. */
  get hearing(): number {
    return this.#members.filter(({ bot }) => bot.plan.sends.length === 0 && bot.reception.total('audio').received > 0)
      .length;
  }

  /** How often a line was lost, of all members together. */
  get losses(): number {
    return this.#members.reduce((sum, { losses }) => sum + losses, 0);
  }

  /** Everybody writes and draws from now on, until `rest`. */
  work(): void {
    const peers = this.#members.map(({ audit }) => audit);
    const until = this.#stopping.signal;
    this.#working = Promise.all(
      peers.flatMap((audit, index) => [
        audit.talk(peers, { ways: [toEveryone], pauseMs: pauses.talk, until }),
        audit.draw(peers, { page: this.#page, first: index * 10_000, pauseMs: pauses.draw, until }),
      ]),
    );
  }

  /** Resolves when every request was answered, or can no longer be. */
  async rest(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
    await Promise.all(this.#members.map(({ audit }) => audit.settled()));
  }

  /** Opens a poll; everybody votes within three seconds. */
  async openPoll(): Promise<void> {
    const setup = { question: 'What now?', choice: { kind: 'yesNo' as const }, secret: false };
    await this.#host.session.send(poll, 'open', { setup });
  }

  async closePoll(): Promise<void> {
    const { session } = this.#host;
    await Promise.all(this.#members.map(({ audit }) => audit.settled()));
    const open = stateOf(session.store.getState(), poll).polls.find(({ status }) => status === 'open');
    if (!open) return;
    await session.send(poll, 'close', { poll: open.id });
    await session.send(poll, 'publish', { poll: open.id, names: true });
  }

  back(since: number): Back[] {
    return this.#members.map((member) => member.back(since));
  }

  listenForSilence(): void {
    for (const { bot } of this.#members) bot.reception.listenForSilence();
  }

  /** For each member who listens: the longest time without sound, in ms. */
  get silences(): number[] {
    return this.#members.flatMap(({ bot }) => {
      return bot.plan.sends.length > 0 ? [] : [bot.reception.longestSilenceMs(now())];
    });
  }

  /** Compares what was acknowledged with the log and with what every member has, a late comer included. Call it after `rest`. */
  async audit(log: LogFile): Promise<Audit> {
    const { base, number, random } = this.#options;
    const late = await AuditBot.enter({ base, roomId: this.room, name: `late-${number}`, random });
    try {
      const peers = [...this.#members.map(({ audit }) => audit), late];
      await this.#untilAllSee(peers, late.member);
      const all = <S extends { readonly audience: ReadonlySet<string> }>(sent: readonly S[]) =>
        sent.map((one) => ({ ...one, audience: new Set([...one.audience, late.name]) }));
      const sent = all(peers.flatMap((peer) => peer.sent));
      const drawn = all(peers.flatMap((peer) => peer.drawn));
      const cast = peers.flatMap((peer) => peer.cast);
      const heard = await Promise.all(
        peers.map(async ({ name, session }) => ({
          by: name,
          conversations: await textsOf(session, toEveryone),
        })),
      );
      const faults = [
        ...auditTalk({ sent, heard, log: log.texts }),
        ...auditTalk({ sent: drawn, heard: peers.map((peer) => peer.seen(this.#page)), log: log.strokes }),
        ...auditVotes(cast, this.#results(log)),
      ];
      const acked = (list: readonly { readonly outcome: string }[]) =>
        list.filter(({ outcome }) => outcome === 'acked').length;
      return {
        faults: faults.map((fault) => `room ${number}: ${fault}`),
        acknowledged: { messages: acked(sent), votes: acked(cast), strokes: acked(drawn) },
      };
    } finally {
      await late.session.leave();
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.#members.map(({ bot }) => bot.close()));
  }

  get #host(): AuditBot {
    const [first] = this.#members;
    if (!first) throw new Error('Nobody is in the room.');
    return first.audit;
  }

  /** A member who sees the last one join has received everything before. */
  async #untilAllSee(peers: readonly AuditBot[], member: string): Promise<void> {
    const sees = ({ session }: AuditBot) => member in stateOf(session.store.getState(), presence).members;
    const end = performance.now() + settleMs;
    while (!peers.every(sees) && performance.now() < end) await wait(100);
  }

  #results(log: LogFile): Result[] {
    return stateOf(this.#host.session.store.getState(), poll).polls.map(({ id, outcome, voted }) => {
      const tally = outcome?.result.kind === 'counted' ? outcome.result.tally : [];
      return { poll: id, tally, voted, log: log.votes.filter((vote) => vote.poll === id) };
    });
  }
}
