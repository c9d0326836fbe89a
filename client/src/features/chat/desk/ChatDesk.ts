import { chatLimits } from '@plenum/shared/features/chat/limits';
import { type ChannelId, otherEnd, talkOf } from '@plenum/shared/features/chat/channels';
import { type ChatMessage, chat } from '@plenum/shared/features/chat/contract';
import { deleteIn, editIn, reactIn } from '@plenum/shared/features/chat/messages';
import { messagesIn } from '@plenum/shared/features/chat/reduce';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { boundOf, codeOf } from '../../../app/errorWords.ts';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';
import { stateOf } from '../../../core/store.ts';
import { type FailedMessage, notArrived, type Writing } from './failed.ts';
import { emptyPlace, leftWindow, type Place, readSeen, unseen, writeSeen } from './places.ts';

interface DeskState {
  /** The conversation in the panel; undefined: the list of conversations. */
  readonly open: ChannelId | undefined;
  readonly places: Readonly<Record<ChannelId, Place>>;
  readonly failed: readonly FailedMessage[];
  /** Private talks that this person began and that are still empty, with the other member. */
  readonly newTalks: Readonly<Record<ChannelId, { readonly id: string; readonly name: string }>>;
  /** Hidden private talks, each with its newest message at that time; a newer message shows the talk again. */
  readonly hidden: Readonly<Record<ChannelId, string>>;
  /** The message to scroll to in the open conversation. */
  readonly target: string | undefined;
}

/** This person's local chat state: drafts, failed messages, seen messages, older pages. Lives as long as the session. */
export class ChatDesk {
  readonly store: StoreApi<DeskState>;
  readonly #session: MeetingSession;
  #lastId = 0;

  private constructor(session: MeetingSession) {
    this.#session = session;
    const { room } = session.store.getState();
    const seen = Object.entries(readSeen(room.id)).map(([channel, id]) => [channel, { ...emptyPlace, seen: id }]);
    const newest = this.held('all').at(-1)?.id;
    this.store = createStore<DeskState>(() => ({
      open: 'all',
      places: { all: { ...emptyPlace, seen: newest }, ...Object.fromEntries(seen) },
      failed: [],
      newTalks: {},
      hidden: {},
      target: undefined,
    }));
    this.#follow();
  }

  /** The desk of a session; the same one each time. */
  static readonly of = perSession((session: MeetingSession) => new ChatDesk(session));

  get session(): MeetingSession {
    return this.#session;
  }

  /** The local state of one conversation. */
  place(channel: ChannelId): Place {
    return this.store.getState().places[channel] ?? emptyPlace;
  }

  /** Changes the local state of one conversation. */
  change(channel: ChannelId, part: Partial<Place>): void {
    this.store.setState(({ places }) => ({
      places: { ...places, [channel]: { ...(places[channel] ?? emptyPlace), ...part } },
    }));
  }

  /** The newest messages, which the meeting's state holds. */
  held(channel: ChannelId): readonly ChatMessage[] {
    return messagesIn(stateOf(this.#session.store.getState(), chat), channel);
  }

  /** All loaded messages, oldest first. */
  messages(channel: ChannelId): readonly ChatMessage[] {
    return [...this.place(channel).older, ...this.held(channel)];
  }

  /** Opens a conversation in the panel and marks its first new message; undefined: the list of conversations. */
  show(open: ChannelId | undefined): void {
    this.store.setState({ open, target: undefined });
    if (open !== undefined) this.markFirstNew(open);
  }

  /** Opens the private talk with this member; begins it when there is none. */
  openTalk(person: { readonly id: string; readonly name: string }): void {
    const channel = talkOf(this.#me, person.id);
    const { newTalks, hidden } = this.store.getState();
    const { [channel]: _shown, ...stillHidden } = hidden;
    this.store.setState({ newTalks: { ...newTalks, [channel]: person }, hidden: stillHidden });
    this.show(channel);
  }

  /** Hides a private talk until its next message. */
  hideTalk(channel: ChannelId): void {
    const { newTalks, hidden } = this.store.getState();
    const { [channel]: _hidden, ...otherTalks } = newTalks;
    const newest = this.held(channel).at(-1)?.id ?? '';
    this.store.setState({ newTalks: otherTalks, hidden: { ...hidden, [channel]: newest }, open: undefined });
  }

  /** Remembers the first message that this person has not seen, for the mark "New". */
  markFirstNew(channel: ChannelId): void {
    const firstNew = unseen(this.held(channel), this.place(channel).seen, this.#me)[0]?.id;
    this.change(channel, { firstNew });
  }

  /** Marks all messages of a conversation as seen, also for a reload of the page. */
  markSeen(channel: ChannelId): void {
    const seen = this.held(channel).at(-1)?.id;
    if (seen === this.place(channel).seen) return;
    this.change(channel, { seen });
    writeSeen(this.#session.store.getState().room.id, this.store.getState().places);
  }

  /** Sends a message. A message that the server does not acknowledge goes to `failed`. */
  async send(channel: ChannelId, writing: Writing): Promise<void> {
    const { clockOffsetMs } = this.#session.store.getState();
    const id = (this.#lastId += 1);
    const sentAt = Date.now() + clockOffsetMs;
    await this.#attempt({ id, channel, writing, code: 'unavailable', sentAt, retrying: false });
  }

  /**
   * Sends a failed message again. The first try may have arrived without its answer. So the retry waits for the open
   * line, looks for the message among those that came meanwhile, and sends it only when it is not there.
   */
  async retry(id: number): Promise<void> {
    const failed = this.store.getState().failed.find((each) => each.id === id && !each.retrying);
    if (!failed) return;
    this.#changeFailed(id, { retrying: true });
    await this.#lineSettled();
    this.reconcile();
    if (!this.store.getState().failed.some((each) => each.id === id)) return;
    this.discard(id);
    await this.#attempt(failed);
  }

  /** Drops a failed message. */
  discard(id: number): void {
    this.store.setState(({ failed }) => ({ failed: failed.filter((each) => each.id !== id) }));
  }

  /** Drops failed messages that did arrive in their conversation. Call it when new messages have come. */
  reconcile(): void {
    const { failed } = this.store.getState();
    if (failed.length === 0) return;
    const channels = [...new Set(failed.map(({ channel }) => channel))];
    const missing = channels.flatMap((channel) => {
      const here = failed.filter((each) => each.channel === channel);
      return notArrived(here, this.held(channel), this.#me);
    });
    if (missing.length !== failed.length) this.store.setState({ failed: missing });
  }

  /** True when the server may have messages older than the loaded ones. */
  hasOlder(channel: ChannelId): boolean {
    const { before, older } = this.place(channel);
    if (before === 'none') return false;
    return older.length > 0 || this.held(channel).length >= chatLimits.window;
  }

  /** Loads the next older page. True when there may be another. Does nothing while a page is loading. */
  async loadOlder(channel: ChannelId): Promise<boolean> {
    const first = this.messages(channel)[0]?.id;
    if (first === undefined || !this.hasOlder(channel) || this.place(channel).before === 'loading') return false;
    this.change(channel, { before: 'loading' });
    try {
      const { messages, more } = await this.#session.send(chat, 'older', { channel, before: first });
      // Older pages may have been dropped during the await: this page counts only if it adjoins the present first message.
      const isNext = this.messages(channel)[0]?.id === first;
      const older = isNext ? [...messages, ...this.place(channel).older] : this.place(channel).older;
      this.change(channel, { older, before: more || !isNext ? 'unknown' : 'none' });
      return more;
    } catch {
      this.change(channel, { before: 'unknown' });
      return false;
    }
  }

  /** Scrolls to a message of the open conversation; loads the pages up to it. False when it is not found. */
  async scrollTo(channel: ChannelId, id: string): Promise<boolean> {
    const isLoaded = () => this.messages(channel).some((message) => message.id === id);
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before it ended.
    while (!isLoaded() && (await this.loadOlder(channel)));
    if (isLoaded()) this.store.setState({ target: id });
    return isLoaded();
  }

  async #attempt(message: FailedMessage): Promise<void> {
    try {
      await this.#request(message.channel, message.writing);
    } catch (error) {
      this.store.setState(({ failed }) => ({
        failed: [...failed, { ...message, code: codeOf(error), bound: boundOf(error), retrying: false }],
      }));
      this.reconcile();
    }
  }

  #request(channel: ChannelId, writing: Writing): Promise<unknown> {
    const to = otherEnd(channel, this.#me);
    if (to !== undefined) return this.#session.send(chat, 'sendPrivate', { to, ...writing });
    return this.#session.send(chat, channel === 'staff' ? 'sendStaff' : 'send', writing);
  }

  /** Keeps the older pages correct: messages that leave the state's window join them; edits and reactions apply to them. */
  #follow(): void {
    const { store } = this.#session;
    store.subscribe((now, before) => {
      if (now.line.state === 'open' && before.line.state === 'lost') this.#forgetOlder();
      const [state, earlier] = [stateOf(now, chat), stateOf(before, chat)];
      if (state === earlier) return;
      for (const channel of ['all', 'staff', ...Object.keys(state.talks)]) {
        const [old, current] = [messagesIn(earlier, channel), messagesIn(state, channel)];
        if (old === current) continue;
        const left = leftWindow(old, current);
        if (!left) this.change(channel, { older: [], before: 'unknown' });
        else if (left.length > 0) this.change(channel, { older: [...this.place(channel).older, ...left] });
      }
    });
    const updateOlder = (channel: ChannelId, how: (older: readonly ChatMessage[]) => ChatMessage[]) => {
      const { older } = this.place(channel);
      if (older.length > 0) this.change(channel, { older: how(older) });
    };
    this.#session.onEvent(chat, 'edited', ({ channel, id, ...edited }) =>
      updateOlder(channel, (older) => editIn(older, id, edited)),
    );
    this.#session.onEvent(chat, 'deleted', ({ channel, id, ...author }) =>
      updateOlder(channel, (older) => deleteIn(older, id, author)),
    );
    this.#session.onEvent(chat, 'reacted', ({ channel, id, ...reaction }) =>
      updateOlder(channel, (older) => reactIn(older, id, reaction)),
    );
  }

  /** After a lost line, the older pages may have changed unseen. */
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

  /** Resolves when the line is open, or closed for good. */
  #lineSettled(): Promise<void> {
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
