import type { ChatKept } from '@plenum/shared/api/recording/chatKept';
import { viewerId } from '@plenum/shared/api/recording/limits';
import type { StateOf } from '@plenum/shared/core/contract';
import type { MemberId } from '@plenum/shared/core/ids';
import type { LogEntry } from '@plenum/shared/core/log';
import type { Reducer } from '@plenum/shared/core/reducer';
import { recording } from '@plenum/shared/features/recording/contract';
import { breakout } from '@plenum/shared/features/breakout/contract';
import { chat } from '@plenum/shared/features/chat/contract';
import { lobby } from '@plenum/shared/features/lobby/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import * as z from 'zod/mini';
import type { States } from '../room/states.ts';

/** Features of which a recording has nothing: they are about the people who wait, and about decisions on persons. */
const unseen: readonly string[] = [lobby.name];

/** The person who looks at a recording: without a seat, without rights, and without those who do not want to be seen. */
export interface Viewer {
  readonly chat: ChatKept;
  /** True for a member of whom nothing may be written. */
  isHidden(member: MemberId): boolean;
  /** The id by which a feature names a hidden member; the same each time. */
  aliasOf(feature: string, member: MemberId): MemberId;
}

/** An entry of the log in the form for the viewer. */
export interface Seen {
  readonly name: string;
  readonly payload: unknown;
}

/**
 * The form of an entry of the log that a viewer may see; undefined when the viewer sees nothing of it. This is the only
 * place that decides it.
 * @param states after the entry
 */
export function visibleTo(
  { feature, event, payload, to }: Pick<LogEntry, 'feature' | 'event' | 'payload' | 'to'>,
  viewer: Viewer,
  { reducer, states }: { reducer: Reducer; states: States },
): Seen | undefined {
  if (to !== undefined || unseen.includes(feature)) return undefined;
  if (feature === moderation.name && event === 'silenced') return undefined;
  // Words to all rooms have a name that no id stands beside.
  if (feature === breakout.name && event === 'said') return undefined;
  if (feature === chat.name && !seesInChat(payload, viewer, states)) return undefined;
  const told = reducer.told(states[feature], event, payload, viewerId);
  if (told === undefined) return undefined;
  const isPin = feature === chat.name && event === 'pinned' && told !== null && typeof told === 'object';
  // Who pinned a message is a name alone, too.
  return { name: `${feature}:${event}`, payload: concealed(feature, isPin ? { ...told, by: '' } : told, viewer) };
}

/** The states of all features in the form for the viewer. The chat is empty: only what is said from now on is seen. */
export function viewFor(viewer: Viewer, reducers: readonly Reducer[], states: States): Record<string, unknown> {
  const views = reducers.map((reducer) => {
    const { name } = reducer.contract;
    if (name === chat.name || unseen.includes(name)) return [name, reducer.view(reducer.initial, viewerId)] as const;
    const seen = reducer.view(states[name], viewerId);
    return [name, concealed(name, withoutBareNames(name, seen), viewer)] as const;
  });
  return Object.fromEntries(views);
}

/** Takes off the names that no id stands beside: who was muted by whom, and who spoke to all breakout rooms. */
function withoutBareNames(feature: string, view: unknown): unknown {
  if (view === null || typeof view !== 'object') return view;
  if (feature === moderation.name) return { ...view, silenced: {} };
  const running = feature === breakout.name && 'running' in view ? view.running : undefined;
  return running !== null && typeof running === 'object' ? { ...view, running: { ...running, said: [] } } : view;
}

/** What of an event of the chat says which conversation, which message, and whose. */
const ChatFact = z.object({
  channel: z.optional(z.string()),
  id: z.optional(z.string()),
  from: z.optional(z.string()),
  reply: z.optional(z.object({ from: z.string() })),
});

function seesInChat(payload: unknown, viewer: Viewer, states: States): boolean {
  const fact = ChatFact.safeParse(payload).data;
  if (viewer.chat === 'none' || !fact) return false;
  // A conversation of some members only.
  if (fact.channel !== undefined && fact.channel !== 'all') return false;
  // Only the chat's reducer writes this state.
  const { messages } = states[chat.name] as StateOf<typeof chat>;
  const author = fact.from ?? messages.find(({ id }) => id === fact.id)?.from;
  return [author, fact.reply?.from].every((person) => person === undefined || !viewer.isHidden(person));
}

/** Replaces the ids of hidden members, wherever they are, and takes off their names. */
export function concealed(feature: string, value: unknown, viewer: Viewer): unknown {
  const isAnonymous = feature === chat.name && viewer.chat === 'anonymous';
  // In a meeting with one host, the role of an author is a name.
  const shown = isAnonymous && value !== null && typeof value === 'object' ? { ...value, role: undefined } : value;
  const replace: Replace = (text, isOfPerson) => {
    if (!viewer.isHidden(text) && !(isAnonymous && isOfPerson)) return undefined;
    return viewer.aliasOf(feature, text);
  };
  // A text beside an id is a name, but for the answers to the question whether one is recorded.
  return replaced(shown, replace, feature !== recording.name);
}

/** Gives the replacement of an id; undefined for a text that stays. `isOfPerson`: it stands where persons are named. */
type Replace = (text: string, isOfPerson: boolean) => string | undefined;

/** The fields that name a person beside the id in the same object. */
const nameFields: readonly string[] = ['name', 'person'];
const personFields: readonly string[] = ['from', 'by', 'member'];

function replaced(value: unknown, replace: Replace, isNamed: boolean): unknown {
  if (typeof value === 'string') return replace(value, false) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, replace, isNamed));
  if (value === null || typeof value !== 'object') return value;
  let hides = false;
  const entries = Object.entries(value).map(([key, before]: [string, unknown]) => {
    const isPerson = personFields.includes(key);
    const newKey = replace(key, false);
    const alias = typeof before === 'string' ? replace(before, isPerson) : undefined;
    if (alias !== undefined) hides = true;
    const after = alias ?? replaced(before, replace, isNamed);
    const isName = newKey !== undefined && (isNamed || typeof after !== 'string');
    return [newKey ?? key, isName ? nameless(after) : after] as const;
  });
  const object = Object.fromEntries(entries);
  return hides ? nameless(object) : object;
}

function nameless(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const names = nameFields.filter((field) => field in value && typeof Reflect.get(value, field) === 'string');
  return { ...value, ...Object.fromEntries(names.map((field) => [field, ''])) };
}
