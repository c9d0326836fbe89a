import type { PayloadOf, StateOf } from '../../core/contract.ts';
import type { MemberId, MessageId } from '../../core/ids.ts';
import { chatLimits } from './limits.ts';
import { reducer } from '../../core/reducer.ts';
import { type ChannelId, otherEnd } from './channels.ts';
import { type ChatMessage, chat } from './contract.ts';
import { deleteIn, editIn, reactIn } from './messages.ts';

export type ChatState = StateOf<typeof chat>;
type Messages = readonly ChatMessage[];

// One object for all empty lists: a client compares by identity and must see no change.
const none: readonly ChatMessage[] = [];

/** The messages of one conversation that this state holds; none when the conversation does not exist. */
export function messagesIn(state: ChatState, channel: ChannelId): Messages {
  if (channel === 'all') return state.messages;
  return channel === 'staff' ? state.staff : (state.talks[channel]?.messages ?? none);
}

/** The messages of one conversation that this member may see; none when the member is not in it. */
export function visibleIn(state: ChatState, channel: ChannelId, member: MemberId): Messages {
  if (channel === 'all') return state.messages;
  if (channel === 'staff') return staffSeenBy(state, member);
  return otherEnd(channel, member) === undefined ? [] : messagesIn(state, channel);
}

/** The message before a moderator's view may be trimmed: then all messages are newer, and `findLastIndex` gives -1. */
function staffSeenBy(state: ChatState, member: MemberId): Messages {
  const since = Object.hasOwn(state.staffers, member) ? state.staffers[member] : undefined;
  if (since === undefined) return [];
  return state.staff.slice(state.staff.findLastIndex(({ id }) => id === since) + 1);
}

function newest(messages: Messages): ChatMessage[] {
  return messages.slice(-chatLimits.window);
}

function change(state: ChatState, channel: ChannelId, how: (messages: Messages) => ChatMessage[]): ChatState {
  if (channel === 'all') return { ...state, messages: how(state.messages) };
  if (channel === 'staff') return { ...state, staff: how(state.staff) };
  const talk = state.talks[channel];
  return talk ? { ...state, talks: { ...state.talks, [channel]: { ...talk, messages: how(talk.messages) } } } : state;
}

function addSent(state: ChatState, { channel, ends, ...message }: PayloadOf<typeof chat, 'sent'>): ChatState {
  const talks = ends
    ? { ...state.talks, [channel]: { ends, messages: state.talks[channel]?.messages ?? [] } }
    : state.talks;
  const add = (messages: Messages) => (state.whole ? [...messages, message] : newest([...messages, message]));
  return { ...change({ ...state, talks }, channel, add), uploads: withoutSent(state, message) };
}

function withoutSent({ uploads }: ChatState, { from, files }: ChatMessage): ChatState['uploads'] {
  const waiting = uploads[from];
  if (!waiting || !files) return uploads;
  return setUploads(
    uploads,
    from,
    waiting.filter(({ id }) => files.every((file) => file.id !== id)),
  );
}

function setUploads(
  uploads: ChatState['uploads'],
  member: MemberId,
  files: ChatState['uploads'][string],
): ChatState['uploads'] {
  const { [member]: _before, ...others } = uploads;
  return files.length > 0 ? { ...others, [member]: files } : others;
}

function remove(state: ChatState, { channel, id, by, name }: PayloadOf<typeof chat, 'deleted'>): ChatState {
  const pins = channel === 'all' ? state.pins.filter((pin) => pin.id !== id) : state.pins;
  return { ...change(state, channel, (messages) => deleteIn(messages, id, { by, name })), pins };
}

function edit(state: ChatState, { channel, id, ...edited }: PayloadOf<typeof chat, 'edited'>): ChatState {
  const isPinned = (pin: { readonly id: MessageId }) => channel === 'all' && pin.id === id;
  const pins = state.pins.map((pin) => (isPinned(pin) ? { ...pin, text: edited.text } : pin));
  return { ...change(state, channel, (messages) => editIn(messages, id, edited)), pins };
}

/** The newest messages of each conversation that this member may see. */
function view(state: ChatState, member: MemberId): ChatState {
  const since = Object.hasOwn(state.staffers, member) ? state.staffers[member] : undefined;
  const talks = Object.entries(state.talks).filter(([channel]) => otherEnd(channel, member) !== undefined);
  return {
    messages: newest(state.messages),
    staff: newest(staffSeenBy(state, member)),
    staffers: since === undefined ? {} : { [member]: since },
    talks: Object.fromEntries(talks.map(([id, talk]) => [id, { ...talk, messages: newest(talk.messages) }])),
    pins: state.pins,
    uploads: setUploads({}, member, Object.hasOwn(state.uploads, member) ? (state.uploads[member] ?? []) : []),
    whole: false,
  };
}

export const reduceChat = reducer(chat, {
  initial: { messages: [], staff: [], staffers: {}, talks: {}, pins: [], uploads: {}, whole: true },
  on: {
    sent: addSent,
    edited: edit,
    deleted: remove,
    reacted: (state, { channel, id, ...reaction }) =>
      change(state, channel, (messages) => reactIn(messages, id, reaction)),
    pinned: (state, pin) => ({ ...state, pins: [...state.pins.filter(({ id }) => id !== pin.id), pin] }),
    unpinned: (state, { id }) => ({ ...state, pins: state.pins.filter((pin) => pin.id !== id) }),
    cleared: (state, notice) => ({ ...state, messages: [notice], pins: [] }),
    emptied: (state) => ({ ...state, messages: [], staff: [], pins: [] }),
    trimmed: (state, { channel, before }) =>
      change(state, channel, (messages) =>
        messages.slice(
          Math.max(
            0,
            messages.findIndex(({ id }) => id === before),
          ),
        ),
      ),
    talkEnded: (state, { channel }) => {
      const { [channel]: _ended, ...talks } = state.talks;
      return { ...state, talks };
    },
    allTalksEnded: (state) => ({ ...state, talks: {}, uploads: {} }),
    staffAdded: (state, { member, since }) => ({ ...state, staffers: { ...state.staffers, [member]: since } }),
    staffRemoved: (state, { member }) => {
      const { [member]: _gone, ...staffers } = state.staffers;
      return { ...state, staffers, staff: state.whole ? state.staff : [] };
    },
    uploaded: (state, { member, file }) => ({
      ...state,
      uploads: setUploads(state.uploads, member, [...(state.uploads[member] ?? []), file]),
    }),
    discarded: (state, { member, file }) => ({
      ...state,
      uploads: setUploads(
        state.uploads,
        member,
        (state.uploads[member] ?? []).filter(({ id }) => id !== file),
      ),
    }),
    // It is for the file store only.
    released: (state) => state,
  },
  view,
});
