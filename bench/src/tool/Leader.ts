import { io } from 'socket.io-client';
import { Session } from '@plenum/client/core/session';
import { memorySeats } from '@plenum/client/core/seats';
import { type MeetingState, stateOf } from '@plenum/client/core/store';
import { requestTicket } from '@plenum/client/core/http';
import { aside } from '@plenum/shared/core/aside';
import { AppError } from '@plenum/shared/core/errors';
import { lineEvents, paths, protocolVersion } from '@plenum/shared/core/wire';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { extras } from '@plenum/shared/features/extras';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { wait } from '../wait.ts';
import type { Act } from './scenario/schema.ts';
import { type Target, wayThrough } from './target.ts';
import { Trouble, wordsOf } from './Trouble.ts';

/** How often people who wait outside are let in, in ms. */
const admitEveryMs = 1_100;

/** The member of the tool who leads the meeting: lets people in, opens polls, rooms and a board. Sends nothing. */
export class Leader {
  readonly #session: Session;
  readonly #leads: boolean;
  readonly #closing = new AbortController();

  private constructor(session: Session, leads: boolean) {
    this.#session = session;
    this.#leads = leads;
    if (leads) aside(this.#admit());
  }

  /** Enters before everybody else, which also proves that this tool and the server understand each other. @throws Trouble */
  static async enter({ door, leader }: Target): Promise<Leader> {
    const way = wayThrough(leader === undefined ? door : { ...door, pass: leader });
    try {
      const seats = memorySeats();
      const session = await Session.enter({ ...way, name: 'Load test', seats, extras, media: false });
      return new Leader(session, leader !== undefined);
    } catch (error) {
      throw await refusalOf(error, way.base, way.roomId);
    }
  }

  /** True when it has the rights for acts and boards. */
  get leads(): boolean {
    return this.#leads;
  }

  /** True while the tool's member waits before the door itself. */
  get isOutside(): boolean {
    return this.#session.store.getState().place === 'outside';
  }

  get line(): MeetingState['line']['state'] {
    return this.#session.store.getState().line.state;
  }

  /** An empty page on which everybody may draw. */
  async openBoard(): Promise<void> {
    await this.#session.send(slides, 'blank', { name: 'Load test' });
    await this.#session.send(whiteboard, 'allow', { who: 'everyone', chosen: [], others: false });
  }

  /** @returns the id of the poll */
  async openPoll({ question, secret }: Extract<Act, { do: 'poll' }>): Promise<string> {
    const setup = { question, choice: { kind: 'yesNo' as const }, secret };
    return (await this.#session.send(poll, 'open', { setup })).id;
  }

  async closePoll(id: string): Promise<void> {
    await this.#session.send(poll, 'close', { poll: id });
  }

  /** Everybody else goes into these many rooms at once. */
  async openRooms(rooms: number): Promise<void> {
    const state = this.#session.store.getState();
    const members = Object.keys(stateOf(state, presence).members).filter((id) => id !== state.me.id);
    await this.#session.send(breakout, 'draft', {
      revision: stateOf(state, breakout).draft.revision,
      rooms: Array.from({ length: rooms }, (_, index) => ({ key: `r${index}`, name: `Room ${index + 1}` })),
      assigned: members.map((member, index) => ({ member: member, room: `r${index % rooms}` })),
      expected: [],
      options: { invite: 'now', choice: 'assigned', late: 'smallest' },
    });
    await this.#session.send(breakout, 'open', {});
  }

  async closeRooms(): Promise<void> {
    await this.#session.send(breakout, 'close', {});
  }

  async leave(): Promise<void> {
    this.#closing.abort();
    await this.#session.leave();
  }

  /** Lets in who waits, as long as the test goes on. */
  async #admit(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const state = this.#session.store.getState();
      const isOpen = state.line.state === 'open' && state.place === 'inside';
      if (isOpen && Object.keys(stateOf(state, lobby).waiting).length > 0) {
        await this.#session.send(lobby, 'admitAll', { as: 'participant' }).catch(() => undefined);
      }
      await wait(admitEveryMs);
    }
  }
}

async function refusalOf(cause: unknown, base: string, roomId: string): Promise<Trouble> {
  if (!(cause instanceof AppError)) return new Trouble(`The meeting cannot be entered: ${wordsOf(cause)}`);
  if (cause.code === 'conflict') {
    const theirs = roomId === '' ? undefined : await spokenBy(base, roomId).catch(() => undefined);
    const which = theirs === undefined ? '' : ` (${theirs}; this tool: ${protocolVersion})`;
    return new Trouble(
      `The server speaks another version of the protocol${which}.`,
      'Use plenum-bench from the same version as the server.',
    );
  }
  const words: Readonly<Record<string, string>> = {
    forbidden: 'The door does not open: the key or the code of the link is not accepted.',
    full: 'The room is full, or the server lets nobody else in.',
    closed: 'The meeting of this invitation has ended.',
    notFound: 'The meeting of this invitation has ended.',
    unavailable:
      'The server answers over HTTP, but no line opens: does something between here and it block WebSockets?',
    limited: 'The server wants a pause: too many requests came from here.',
  };
  return new Trouble(words[cause.code] ?? `The meeting cannot be entered: ${cause.message}`);
}

/** The version of the protocol that the server names in its welcome. */
async function spokenBy(base: string, room: string): Promise<number | undefined> {
  const { ticket } = await requestTicket(base, room, { name: 'Load test' });
  const socket = io(base, {
    path: paths.roomLine,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ticket },
    extraHeaders: { origin: base },
  });
  try {
    return await new Promise((resolve) => {
      socket.once(lineEvents.welcome, (welcome: unknown) => {
        const isWelcome = typeof welcome === 'object' && welcome !== null && 'version' in welcome;
        resolve(isWelcome && typeof welcome.version === 'number' ? welcome.version : undefined);
      });
      socket.once('connect_error', () => resolve(undefined));
      socket.once('disconnect', () => resolve(undefined));
    });
  } finally {
    socket.disconnect();
  }
}
