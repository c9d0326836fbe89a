import type { MemberId } from '@plenum/shared/core/ids';
import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { chat } from '@plenum/shared/features/chat/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { perSession } from '../../../app/perSession.ts';
import type { MeetingSession } from '../../../app/session.ts';

/** A typing client repeats its message after this time, in ms; receivers believe it a little longer. */
const sayEveryMs = 3_000;
const believedMs = 5_000;
/** With this many typing members the line says "several people" in any case, so this client sends nothing. */
const enough = 3;

/** The members who are typing now. Lives as long as the session. */
export class TypingDesk {
  readonly store: StoreApi<Readonly<Record<ChannelId, readonly MemberId[]>>> = createStore(() => ({}));
  readonly #session: MeetingSession;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #said = new Map<ChannelId, number>();

  private constructor(session: MeetingSession) {
    this.#session = session;
    session.onEvent(chat, 'typing', ({ channel, member }) => this.#hear(channel, member));
    session.onEvent(chat, 'sent', ({ channel, from }) => this.#stop(channel, from));
  }

  static readonly of = perSession((session: MeetingSession) => new TypingDesk(session));

  /** Reports that this person is typing. */
  say(channel: ChannelId): void {
    const now = Date.now();
    const others = this.store.getState()[channel]?.length ?? 0;
    if (now - (this.#said.get(channel) ?? 0) < sayEveryMs || others >= enough) return;
    if (this.#session.store.getState().line.state !== 'open') return;
    this.#said.set(channel, now);
    this.#session.send(chat, 'typing', { channel }).catch(() => undefined);
  }

  /** Call it after sending: the next letter is reported at once. */
  sent(channel: ChannelId): void {
    this.#said.delete(channel);
  }

  #hear(channel: ChannelId, member: MemberId): void {
    if (member === this.#session.store.getState().me.id) return;
    const key = `${channel} ${member}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.#stop(channel, member), believedMs),
    );
    const who = this.store.getState()[channel] ?? [];
    if (!who.includes(member)) this.store.setState({ [channel]: [...who, member] });
  }

  #stop(channel: ChannelId, member: MemberId): void {
    const key = `${channel} ${member}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const who = this.store.getState()[channel];
    if (who?.includes(member)) this.store.setState({ [channel]: who.filter((one) => one !== member) });
  }
}
