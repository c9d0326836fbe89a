import { limits } from '@plenum/shared/core/limits';
import { type ChannelId, otherEnd, talkOf } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { deleteIn, editIn, reactIn } from '@plenum/shared/features/chat/messages';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { codeOf } from '../../app/errorWords.ts';
import { perSession } from '../../app/perSession.ts';
import type { MeetingSession } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { type FailedMessage, notArrived, type Writing } from './failed.ts';
import { emptyPlace, letGo, type Place, readSeen, unseen, writeSeen } from './places.ts';

interface DeskState {
  /** The conversation in the panel; undefined: the list of them. */
  readonly open: ChannelId | undefined;
  readonly places: Readonly<Record<ChannelId, Place>>;
  readonly failed: readonly FailedMessage[];
  /** Talks begun here in which nothing was said yet: with whom. */
  readonly begun: Readonly<Record<ChannelId, { readonly id: string; readonly name: string }>>;
  /** Talks put away until something new is said: the newest message then. */
  readonly away: Readonly<Record<ChannelId, string>>;
  /** A message to be shown in the open conversation. */
  readonly target: string | undefined;
}

/** What the person has on their side of the chat: drafts, what failed, what was seen, older pages. Lives as long as the session. */
export class ChatDesk {
  readonly store: StoreApi<DeskState>;
  readonly #session: MeetingSession;
  #next = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
    const { room } = session.store.getState();
    const seen = Object.entries(readSeen(room.id)).map(([channel, id]) => [channel, { ...emptyPlace, seen: id }]);
    const newest = this.held('all').at(-1)?.id;
    this.store = createStore<DeskState>(() => ({
      open: 'all',
      places: { all: { ...emptyPlace, seen: newest }, ...Object.fromEntries(seen) },
      failed: [],
      begun: {},
      away: {},
      target: undefined,
    }));
    this.#follow();
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new ChatDesk(session));

  get session(): MeetingSession {
    return this.#session;
  }

  place(channel: ChannelId): Place {
    return this.store.getState().places[channel] ?? emptyPlace;
  }

  change(channel: ChannelId, part: Partial<Place>): void {
    this.store.setState(({ places }) => ({
      places: { ...places, [channel]: { ...(places[channel] ?? emptyPlace), ...part } },
    }));
  }

  /** The messages that the meeting's state holds. */
  held(channel: ChannelId): readonly ChatMessage[] {
    return messagesIn(stateOf(this.#session.store.getState(), chat), channel);
  }

  /** All messages on this side, oldest first. */
  messages(channel: ChannelId): readonly ChatMessage[] {
    return [...this.place(channel).older, ...this.held(channel)];
  }

  /** Brings a conversation into the panel, and remembers where the new messages begin; undefined: the list. */
  show(open: ChannelId | undefined): void {
    this.store.setState({ open, target: undefined });
    if (open !== undefined) this.markNew(open);
  }

  /** Begins a talk, or goes on with the one that there is. */
  begin(person: { readonly id: string; readonly name: string }): void {
    const channel = talkOf(this.#me, person.id);
    const { begun, away } = this.store.getState();
    const { [channel]: _shown, ...others } = away;
    this.store.setState({ begun: { ...begun, [channel]: person }, away: others });
    this.show(channel);
  }

  /** Puts a talk away until something new is said in it. */
  putAway(channel: ChannelId): void {
    const { begun, away } = this.store.getState();
    const { [channel]: _gone, ...others } = begun;
    const newest = this.held(channel).at(-1)?.id ?? '';
    this.store.setState({ begun: others, away: { ...away, [channel]: newest }, open: undefined });
  }

  markNew(channel: ChannelId): void {
    const firstNew = unseen(this.held(channel), this.place(channel).seen, this.#me)[0]?.id;
    this.change(channel, { firstNew });
  }

  /** The person has the newest messages before their eyes. */
  see(channel: ChannelId): void {
    const seen = this.held(channel).at(-1)?.id;
    if (seen === this.place(channel).seen) return;
    this.change(channel, { seen });
    writeSeen(this.#session.store.getState().room.id, this.store.getState().places);
  }

  /** Sends; what does not get through waits in `failed`. */
  async send(channel: ChannelId, writing: Writing): Promise<void> {
    const { clockOffsetMs } = this.#session.store.getState();
    const id = (this.#next += 1);
    const sentAt = Date.now() + clockOffsetMs;
    await this.#try({ id, channel, writing, code: 'unavailable', sentAt, retrying: false });
  }

  /**
   * Tries again what failed. The first try may have arrived although its answer did not: so it waits until the
   * line is open, when all that was said meanwhile is known, and sends only what is not among it.
   */
  async retry(id: number): Promise<void> {
    const failed = this.store.getState().failed.find((each) => each.id === id && !each.retrying);
    if (!failed) return;
    this.#changeFailed(id, { retrying: true });
    await this.#lineOpen();
    this.reconcile();
    if (!this.store.getState().failed.some((each) => each.id === id)) return;
    this.discard(id);
    await this.#try(failed);
  }

  discard(id: number): void {
    this.store.setState(({ failed }) => ({ failed: failed.filter((each) => each.id !== id) }));
  }

  /** Takes away what counts as failed but stands in its conversation. Call it when messages have come. */
  reconcile(): void {
    const { failed } = this.store.getState();
    if (failed.length === 0) return;
    const channels = [...new Set(failed.map(({ channel }) => channel))];
    const left = channels.flatMap((channel) => {
      const here = failed.filter((each) => each.channel === channel);
      return notArrived(here, this.held(channel), this.#me);
    });
    if (left.length !== failed.length) this.store.setState({ failed: left });
  }

  /** True when there may be messages before those on this side. */
  hasOlder(channel: ChannelId): boolean {
    const { before, older } = this.place(channel);
    if (before === 'none') return false;
    return older.length > 0 || this.held(channel).length >= limits.chatWindow;
  }

  /** Asks for the page before. True when there may be another one. Does nothing while one is on its way. */
  async loadOlder(channel: ChannelId): Promise<boolean> {
    const first = this.messages(channel)[0]?.id;
    if (first === undefined || !this.hasOlder(channel) || this.place(channel).before === 'loading') return false;
    this.change(channel, { before: 'loading' });
    try {
      const { messages, more } = await this.#session.send(chat, 'older', { channel, before: first });
      // What was loaded meanwhile may have been dropped: the page must meet what is there now.
      const isNext = this.messages(channel)[0]?.id === first;
      const older = isNext ? [...messages, ...this.place(channel).older] : this.place(channel).older;
      this.change(channel, { older, before: more || !isNext ? 'unknown' : 'none' });
      return more;
    } catch {
      this.change(channel, { before: 'unknown' });
      return false;
    }
  }

  /** Brings a message of the open conversation into view; loads the pages in between. */
  async find(channel: ChannelId, id: string): Promise<boolean> {
    const isThere = () => this.messages(channel).some((message) => message.id === id);
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before it ended.
    while (!isThere() && (await this.loadOlder(channel)));
    if (isThere()) this.store.setState({ target: id });
    return isThere();
  }

  async #try(message: FailedMessage): Promise<void> {
    try {
      await this.#ask(message.channel, message.writing);
    } catch (error) {
      this.store.setState(({ failed }) => ({
        failed: [...failed, { ...message, code: codeOf(error), retrying: false }],
      }));
      this.reconcile();
    }
  }

  #ask(channel: ChannelId, writing: Writing): Promise<unknown> {
    const to = otherEnd(channel, this.#me);
    if (to !== undefined) return this.#session.send(chat, 'sendPrivate', { to, ...writing });
    return this.#session.send(chat, channel === 'staff' ? 'sendStaff' : 'send', writing);
  }

  /** Keeps the older pages true: what the state lets go joins them, and what changes in them is changed. */
  #follow(): void {
    const { store } = this.#session;
    store.subscribe((now, before) => {
      if (now.line.state === 'open' && before.line.state === 'lost') this.#forgetOlder();
      const [state, held] = [stateOf(now, chat), stateOf(before, chat)];
      if (state === held) return;
      for (const channel of ['all', 'staff', ...Object.keys(state.talks)]) {
        const [left, right] = [messagesIn(held, channel), messagesIn(state, channel)];
        if (left === right) continue;
        const gone = letGo(left, right);
        if (!gone) this.change(channel, { older: [], before: 'unknown' });
        else if (gone.length > 0) this.change(channel, { older: [...this.place(channel).older, ...gone] });
      }
    });
    const mend = (channel: ChannelId, how: (older: readonly ChatMessage[]) => ChatMessage[]) => {
      const { older } = this.place(channel);
      if (older.length > 0) this.change(channel, { older: how(older) });
    };
    this.#session.onEvent(chat, 'edited', ({ channel, id, ...edited }) =>
      mend(channel, (older) => editIn(older, id, edited)),
    );
    this.#session.onEvent(chat, 'deleted', ({ channel, id, ...by }) =>
      mend(channel, (older) => deleteIn(older, id, by)),
    );
    this.#session.onEvent(chat, 'reacted', ({ channel, id, ...reaction }) =>
      mend(channel, (older) => reactIn(older, id, reaction)),
    );
  }

  /** After an absence nobody knows what changed in them. */
  #forgetOlder(): void {
    for (const channel of Object.keys(this.store.getState().places)) {
      this.change(channel, { older: [], before: 'unknown' });
    }
  }

  get #me(): string {
    return this.#session.store.getState().me.id;
  }

  #changeFailed(id: number, part: Partial<FailedMessage>): void {
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
