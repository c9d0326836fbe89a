import type { LogEntry } from '@plenum/shared/core/log';
import { chat } from '@plenum/shared/features/chat/contract';
import { isCamera, media, type Source } from '@plenum/shared/features/media/contract';
import { poll } from '@plenum/shared/features/poll/contract';
import { optionsOf } from '@plenum/shared/features/poll/setup';
import { presence } from '@plenum/shared/features/presence/contract';
import { recording } from '@plenum/shared/features/recording/contract';
import { payloadOf } from '../story.ts';

/** A meeting as a program made it with BigBlueButton's API. */
export interface BbbMeeting {
  readonly internalId: string;
  readonly meetingId: string;
  readonly name: string;
  readonly parent: string | null;
  readonly createdAt: number;
  readonly attendeePw: string;
  readonly moderatorPw: string;
  readonly voiceBridge: string;
  /** The parameters of `create`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** An event in BigBlueButton's words: its name, and its attributes beside the meeting. */
export interface BbbEvent {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The id that a program gave a member; undefined for members whom no program sent. */
export type UserIdOf = (member: string) => string | undefined;

/** The entries that BigBlueButton's webhooks tell, beside those that Plenum's tell. */
export const bbbEntries = [
  { feature: media.name, events: ['published', 'unpublished', 'stopped', 'muted'] },
  { feature: recording.name, events: ['begun', 'paused', 'resumed', 'stopped'] },
];

/**
 * What an entry of the log is in BigBlueButton's webhooks. Messages to single people and to moderators are not there, and neither
 * are answers to polls, which would name the voters of secret ones.
 * @throws when the payload cannot be read
 */
export function bbbEventsOf(entry: LogEntry, userIdOf: UserIdOf): readonly BbbEvent[] {
  const ids = (member: string) => ({ 'internal-user-id': member, 'external-user-id': userIdOf(member) ?? member });
  switch (entry.feature) {
    case presence.name:
      return peopleEvents(entry, ids);
    case media.name:
      return mediaEvents(entry, ids);
    case recording.name:
      return recordingEvents(entry);
    case chat.name:
      return messageEvents(entry, ids);
    case poll.name:
      return pollEvents(entry, ids);
    default:
      return [];
  }
}

type Ids = (member: string) => Readonly<Record<string, unknown>>;

function peopleEvents(entry: LogEntry, ids: Ids): readonly BbbEvent[] {
  if (entry.event === 'joined') {
    const { id, name, role } = presence.events.joined.payload.parse(payloadOf(presence, entry));
    const leads = role === 'host' || role === 'moderator';
    const user = { ...ids(id), name, role: leads ? 'MODERATOR' : 'VIEWER', presenter: false };
    return [{ id: 'user-joined', attributes: { user } }];
  }
  if (entry.event !== 'left') return [];
  const { id } = presence.events.left.payload.parse(payloadOf(presence, entry));
  return [{ id: 'user-left', attributes: { user: ids(id) } }];
}

function mediaEvents(entry: LogEntry, ids: Ids): readonly BbbEvent[] {
  const { event } = entry;
  if (event === 'muted') {
    const { member, source, muted } = media.events.muted.payload.parse(payloadOf(media, entry));
    if (source !== 'mic') return [];
    return [{ id: `user-audio-${muted ? 'muted' : 'unmuted'}`, attributes: { user: { ...ids(member), muted } } }];
  }
  if (event === 'published') {
    const { member, source, muted } = media.events.published.payload.parse(payloadOf(media, entry));
    return streamEvents(source, true, { member, muted }, ids);
  }
  const schema = event === 'stopped' ? media.events.stopped.payload : media.events.unpublished.payload;
  const { member, source } = schema.parse(payloadOf(media, entry));
  return streamEvents(source, false, { member, muted: true }, ids);
}

function streamEvents(
  source: Source,
  begins: boolean,
  { member, muted }: { readonly member: string; readonly muted: boolean },
  ids: Ids,
): readonly BbbEvent[] {
  if (source === 'mic') {
    const voice = { 'listening-only': false, 'sharing-mic': begins, muted };
    const id = `user-audio-voice-${begins ? 'enabled' : 'disabled'}`;
    return [{ id, attributes: { user: { ...ids(member), ...voice } } }];
  }
  if (isCamera(source)) {
    const id = `user-cam-broadcast-${begins ? 'start' : 'end'}`;
    return [{ id, attributes: { user: { ...ids(member), stream: `${member}-${source}` } } }];
  }
  if (source === 'screenAudio') return [];
  return [{ id: `meeting-screenshare-${begins ? 'started' : 'stopped'}`, attributes: { user: ids(member) } }];
}

function recordingEvents({ event }: LogEntry): readonly BbbEvent[] {
  const runs = event === 'begun' || event === 'resumed';
  return [{ id: `meeting-recording-${runs ? 'started' : 'stopped'}`, attributes: {} }];
}

function messageEvents(entry: LogEntry, ids: Ids): readonly BbbEvent[] {
  const { channel, id, from, name, text, at, notice } = chat.events.sent.payload.parse(payloadOf(chat, entry));
  if (channel !== 'all' || entry.to !== undefined || notice !== undefined) return [];
  const sender = { ...ids(from), name, time: at };
  const attributes = { 'chat-message': { id, message: text, sender }, 'chat-id': 'MAIN-PUBLIC-GROUP-CHAT' };
  return [{ id: 'chat-group-message-sent', attributes }];
}

function pollEvents(entry: LogEntry, ids: Ids): readonly BbbEvent[] {
  if (entry.event !== 'opened') return [];
  const { id, setup, openedBy } = poll.events.opened.payload.parse(payloadOf(poll, entry)).poll;
  const answers = optionsOf(setup.choice).map((key, index) => ({ id: index, key }));
  return [{ id: 'poll-started', attributes: { user: ids(openedBy), poll: { id, question: setup.question, answers } } }];
}

/** What happened to a meeting beside its log: it was made, or it ended. */
export function bbbMeetingEvent(what: 'meetingCreated' | 'meetingEnded', meeting: BbbMeeting): BbbEvent {
  if (what === 'meetingEnded') return { id: 'meeting-ended', attributes: {} };
  const { parameters } = meeting;
  const metadata = Object.entries(parameters).flatMap(([name, value]) => {
    const key = /^meta_([a-zA-Z][a-zA-Z0-9-]*)$/.exec(name)?.[1];
    return key === undefined ? [] : [[key.toLowerCase(), value] as const];
  });
  const more = {
    name: meeting.name,
    'is-breakout': meeting.parent !== null,
    'parent-id': meeting.parent ?? 'bbb-none',
    duration: Number(parameters['duration'] ?? 0) || 0,
    'create-time': meeting.createdAt,
    'create-date': new Date(meeting.createdAt).toUTCString(),
    'moderator-pass': meeting.moderatorPw,
    'viewer-pass': meeting.attendeePw,
    record: parameters['record'] === 'true',
    'voice-conf': meeting.voiceBridge,
    'dial-number': parameters['dialNumber'] ?? '',
    'max-users': Number(parameters['maxParticipants'] ?? 0) || 0,
    metadata: Object.fromEntries(metadata),
  };
  return { id: 'meeting-created', attributes: { meeting: more } };
}

/** What happened to a recording: it can be played, or its state was changed. */
export function bbbRecordingEvents(
  what: 'ready' | 'published' | 'unpublished' | 'deleted',
  recordId: string,
): readonly BbbEvent[] {
  const id = { 'record-id': recordId };
  if (what !== 'ready') return [{ id: `rap-${what}`, attributes: id }];
  return [{ id: 'rap-publish-ended', attributes: { ...id, success: true, 'step-time': 0 } }];
}

/** The JSON of an event, as it is sent. */
export function bbbBody({ id, attributes }: BbbEvent, meeting: BbbMeeting, ts: number): string {
  const ids = { 'internal-meeting-id': meeting.internalId, 'external-meeting-id': meeting.meetingId };
  const { meeting: more, ...others } = attributes;
  const all = { meeting: { ...ids, ...(typeof more === 'object' && more) }, ...others };
  return JSON.stringify({ data: { type: 'event', id, attributes: all, event: { ts } } });
}
