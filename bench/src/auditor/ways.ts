import type { Session } from '@plenum/client/core/session';
import { type MeetingState, stateOf } from '@plenum/client/core/store';
import { chat } from '@plenum/shared/features/chat/contract';

/** Somebody who can be written to. */
export interface Peer {
  readonly name: string;
  readonly member: string;
}

/** A way in which people write to each other. */
export interface Way {
  readonly name: string;
  /** To how many others one message goes; left out, to everybody. */
  readonly others?: number;
  say(session: Session, text: string, to: readonly Peer[]): Promise<unknown>;
  /** What a member has of it: each conversation, oldest first. */
  heard(state: MeetingState): readonly (readonly { readonly text: string }[])[];
}

const toEveryone: Way = {
  name: 'everyone',
  say: (session, text) => session.send(chat, 'send', { text }),
  heard: (state) => [stateOf(state, chat).messages],
};

/** What the auditor listens to; a new way of writing is one more entry here. */
export const ways: readonly Way[] = [toEveryone];
