import { AppError } from '@plenum/shared/core/errors';
import type { ChatMessage } from '@plenum/shared/features/chat/contract';
import { reduceHand } from '@plenum/shared/features/hand/reduce';
import { reduceLobby } from '@plenum/shared/features/lobby/reduce';
import { reduceModeration } from '@plenum/shared/features/moderation/reduce';
import type { PresentMember } from '@plenum/shared/features/presence/contract';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MeetingSession } from '../app/session.ts';
import type { MeetingState } from '../core/store.ts';

/** A session without lines: tests set its state and answer its commands. */
export interface FakeSession extends MeetingSession {
  readonly store: StoreApi<MeetingState>;
  readonly sent: { readonly name: string; readonly input: unknown }[];
  /** What the next commands meet with; undefined: they succeed. */
  refuse: AppError | undefined;
}

/** A person in the room. */
export function person(id: string, part: Partial<PresentMember> = {}): PresentMember {
  return { id, name: `Name ${id}`, role: 'participant', joinedAt: 0, online: true, ...part };
}

/** A message in the chat. */
export function message(id: string, part: Partial<ChatMessage> = {}): ChatMessage {
  return { id, from: 'other', name: 'Other', text: `text ${id}`, at: 0, ...part };
}

const noChat = { messages: [], staff: [], staffers: {}, talks: {}, pins: [], uploads: {}, whole: false };

/** The state of a meeting in which I am `me`. */
export function meetingState(
  part: Partial<MeetingState> = {},
  members: readonly PresentMember[] = [person('me')],
): MeetingState {
  return {
    line: { state: 'open' },
    mediaLine: { state: 'open' },
    room: { id: 'room-one', title: 'Assembly' },
    me: {
      id: 'me',
      name: 'Me',
      role: 'participant',
      abilities: ['chatSend', 'micShare', 'cameraShare', 'screenShare', 'reactionSend', 'memberSee'],
    },
    place: 'inside',
    farewell: undefined,
    seq: 1,
    clockOffsetMs: 0,
    states: {
      presence: { members: Object.fromEntries(members.map((member) => [member.id, member])) },
      chat: noChat,
      media: { streams: {} },
      layout: {},
      moderation: reduceModeration.initial,
      lobby: reduceLobby.initial,
      hand: reduceHand.initial,
    },
    speaking: [],
    pictures: 'all',
    tracks: {},
    slots: [],
    local: {},
    outbox: [],
    ...part,
  };
}

/** Puts messages into the chat. */
export function setMessages(session: FakeSession, messages: readonly ChatMessage[]): void {
  session.store.setState(({ states }) => ({ states: { ...states, chat: { ...noChat, messages } } }));
}

/** A session that tests drive. */
export function fakeSession(state: MeetingState = meetingState()): FakeSession {
  const sent: { name: string; input: unknown }[] = [];
  const session: FakeSession = {
    store: createStore(() => state),
    sent,
    refuse: undefined,
    send: async (contract, command, input) => {
      sent.push({ name: `${contract.name}:${command}`, input });
      if (session.refuse) throw session.refuse;
      // The interface looks at the store, never at an answer.
      return {} as never;
    },
    tell: (contract, command, input) => void sent.push({ name: `${contract.name}:${command}`, input }),
    onVolatile: () => () => {},
    onEvent: () => () => {},
    pass: { base: 'https://plenum.test', room: 'room-one', seat: 'seat' },
    retryNow: () => void session.sent.push({ name: 'line:retryNow', input: {} }),
    leave: async () => session.store.setState({ line: { state: 'closed', reason: 'left' } }),
    media: {
      publish: async () => {},
      unpublish: () => {},
      mute: () => {},
      replaceTrack: async () => {},
      watch: () => {},
      onEnded: () => () => {},
      reports: async () => ({}),
      stats: async () => ({ sendLoss: 0, recvLoss: 0, sendBitrate: 0, recvBitrate: 0 }),
    },
  };
  return session;
}
