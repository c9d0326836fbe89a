import type { ErrorCode } from '@plenum/shared/core/errors';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { codeOf } from '../../app/errorWords.ts';
import type { MeetingSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';

/** A message that did not get through. */
export interface FailedMessage {
  readonly id: number;
  readonly text: string;
  readonly code: ErrorCode;
  /** Server clock, epoch ms, when it was first sent. */
  readonly sentAt: number;
  readonly retrying: boolean;
}

interface DeskState {
  readonly draft: string;
  readonly failed: readonly FailedMessage[];
  /** The last message that was seen. */
  readonly seen: string | undefined;
  /** Where "New" stands in the open panel. */
  readonly firstNew: string | undefined;
}

/** Clocks of client and server agree to this much. */
const clockSlackMs = 2_000;
const desks = new WeakMap<MeetingSession, ChatDesk>();

/** What the person has on their side of the chat: draft, what failed, what was seen. Lives as long as the session. */
export class ChatDesk {
  readonly store: StoreApi<DeskState>;
  readonly #session: MeetingSession;
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
    const room = session.store.getState().room.id;
    const seen = readSeen(room) ?? messagesOf(session).at(-1)?.id;
    this.store = createStore<DeskState>(() => ({ draft: '', failed: [], seen, firstNew: undefined }));
  }

  /** The desk of a session; the same one each time. */
  static of(session: MeetingSession): ChatDesk {
    const known = desks.get(session);
    if (known) return known;
    const desk = new ChatDesk(session);
    desks.set(session, desk);
    return desk;
  }

  write(draft: string): void {
    this.store.setState({ draft });
  }

  /** Sends a text; what does not get through waits in `failed`. */
  async send(text: string): Promise<void> {
    const { clockOffsetMs } = this.#session.store.getState();
    await this.#try({
      id: (this.#next += 1),
      text,
      code: 'unavailable',
      sentAt: Date.now() + clockOffsetMs,
      retrying: false,
    });
  }

  /**
   * Tries again what failed. The first try may have arrived although its answer did not: so it waits until the
   * line is open, when all that was said meanwhile is known, and sends only what is not among it.
   */
  async retry(id: number): Promise<void> {
    const failed = this.store.getState().failed.find((each) => each.id === id && !each.retrying);
    if (!failed) return;
    this.#change(id, { retrying: true });
    await this.#lineOpen();
    this.reconcile();
    if (!this.store.getState().failed.some((each) => each.id === id)) return;
    this.discard(id);
    await this.#try(failed);
  }

  discard(id: number): void {
    this.store.setState(({ failed }) => ({ failed: failed.filter((each) => each.id !== id) }));
  }

  /** Takes away what counts as failed but stands in the chat. Call it when messages have come. */
  reconcile(): void {
    const { failed } = this.store.getState();
    if (failed.length === 0) return;
    const left = notArrived(failed, messagesOf(this.#session), this.#session.store.getState().me.id);
    if (left.length !== failed.length) this.store.setState({ failed: left });
  }

  /** The person has the newest messages before their eyes. */
  see(): void {
    const seen = messagesOf(this.#session).at(-1)?.id;
    if (seen === this.store.getState().seen) return;
    this.store.setState({ seen });
    writeSeen(this.#session.store.getState().room.id, seen);
  }

  /** The panel was opened: remembers where the new messages begin. */
  open(): void {
    const { me } = this.#session.store.getState();
    const firstNew = unseen(messagesOf(this.#session), this.store.getState().seen, me.id)[0]?.id;
    this.store.setState({ firstNew });
  }

  async #try(message: FailedMessage): Promise<void> {
    try {
      await this.#session.send(chat, 'send', { text: message.text });
    } catch (error) {
      this.store.setState(({ failed }) => ({
        failed: [...failed, { ...message, code: codeOf(error), retrying: false }],
      }));
      this.reconcile();
    }
  }

  #change(id: number, part: Partial<FailedMessage>): void {
    this.store.setState(({ failed }) => ({
      failed: failed.map((each) => (each.id === id ? { ...each, ...part } : each)),
    }));
  }

  #lineOpen(): Promise<void> {
    const { store } = this.#session;
    const settled = () => store.getState().line.state === 'open' || store.getState().line.state === 'closed';
    if (settled()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = store.subscribe(() => {
        if (!settled()) return;
        stop();
        resolve();
      });
    });
  }
}

/** The failed messages that really are not in the chat; each message there answers for one of them. */
export function notArrived(
  failed: readonly FailedMessage[],
  messages: readonly ChatMessage[],
  me: string,
): readonly FailedMessage[] {
  const mine = messages.filter(({ from }) => from === me);
  return failed.filter(({ text, sentAt }) => {
    const index = mine.findIndex((message) => message.text === text && message.at >= sentAt - clockSlackMs);
    if (index === -1) return true;
    mine.splice(index, 1);
    return false;
  });
}

/** What others have written after the last message that was seen. */
export function unseen(messages: readonly ChatMessage[], seen: string | undefined, me: string): readonly ChatMessage[] {
  const last = messages.findLastIndex(({ id }) => id === seen);
  return messages.slice(last + 1).filter(({ from }) => from !== me);
}

function messagesOf(session: MeetingSession): readonly ChatMessage[] {
  return stateOf(session.store.getState(), chat).messages;
}

const placeOf = (room: string) => `plenum.chatSeen.${room}`;

function readSeen(room: string): string | undefined {
  try {
    return sessionStorage.getItem(placeOf(room)) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeSeen(room: string, seen: string | undefined): void {
  try {
    if (seen !== undefined) sessionStorage.setItem(placeOf(room), seen);
  } catch {
    // Then a reload counts from the newest message.
  }
}
