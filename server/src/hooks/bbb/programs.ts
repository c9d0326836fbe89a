import { AppError } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import type { RoomReport } from '../../room/ports.ts';
import {
  type HookRow,
  type NewDelivery,
  type NewHook,
  newHookRow,
  type RecordEventRow,
} from '../../storage/recordPorts.ts';
import type { Store } from '../../storage/ports.ts';
import { deliveryId } from '../signing.ts';
import { learningData } from './analytics.ts';
import { callbacksOf } from './callbacks.ts';
import {
  bbbBody,
  type BbbEvent,
  type BbbMeeting,
  bbbMeetingEvent,
  bbbRecordingEvents,
  type UserIdOf,
} from './events.ts';

const Parameters = z.record(z.string(), z.string());
const Events = z.array(z.string());
const RecordingChange = z.enum(['ready', 'published', 'unpublished', 'deleted']);

/** The meeting that a program made, and who hears of it. */
export interface Programs {
  /** The organisation, or empty for the server's own secret. */
  readonly owner: string;
  readonly meeting: BbbMeeting;
  readonly hooks: readonly HookRow[];
  readonly userIdOf: UserIdOf;
}

/** Finds what programs hear of a room; undefined for a room that no program made. */
export async function programsOf(store: Pick<Store, 'ask'>, room: string): Promise<Programs | undefined> {
  const row = await store.ask.bbbMeetings.ofRoom({ room });
  if (!row) return undefined;
  const { owner, meeting_id: meetingId } = row;
  const sessions = await store.ask.bbbMeetings.sessions({ rooms: [room] });
  const users = new Map(sessions.map(({ member, user_id: user }) => [member, user]));
  const meeting: BbbMeeting = {
    internalId: row.internal_id,
    meetingId,
    name: row.name,
    parent: row.parent,
    createdAt: row.created_at,
    attendeePw: row.attendee_pw,
    moderatorPw: row.moderator_pw,
    voiceBridge: row.voice_bridge,
    parameters: Parameters.parse(JSON.parse(row.parameters)),
  };
  const hooks = await store.ask.deliveries.bbbHooksOf({ owner, meetingId });
  return { owner, meeting, hooks, userIdOf: (member) => users.get(member) };
}

interface Happening {
  readonly room: string;
  readonly at: number;
  /** Unique among events, and the same when the event is read again. */
  readonly key: string;
}

/** The deliveries of an event to the hooks that want it. */
export function bbbDeliveries(
  { meeting, hooks }: Programs,
  event: BbbEvent,
  { room, at, key }: Happening,
): NewDelivery[] {
  return hooks.flatMap((hook) => {
    const wanted = Events.parse(JSON.parse(hook.events));
    if (at < hook.created_at || (wanted.length > 0 && !wanted.includes(event.id))) return [];
    const body = bbbBody(event, meeting, at);
    return [{ id: deliveryId(hook.id, `bbb ${key}`), hook: hook.id, event: event.id, room, body, at }];
  });
}

/**
 * What programs hear of a change that is not in the log: deliveries, and the callbacks that get some of them.
 * @throws AppError `unavailable` when the database cannot answer now
 */
export async function recordedForPrograms(
  { store, report }: { readonly store: Pick<Store, 'ask'>; readonly report: RoomReport },
  row: RecordEventRow,
): Promise<{ callbacks: NewHook[]; list: NewDelivery[] }> {
  const programs = await programsOf(store, row.room);
  if (!programs) return { callbacks: [], list: [] };
  const { meeting } = programs;
  const { what, room, at } = row;
  const isMeeting = what === 'meetingCreated' || what === 'meetingEnded';
  const recordId = isMeeting ? '' : ((await store.ask.bbbRecordings.recordId({ id: row.about })) ?? row.about);
  const events = isMeeting
    ? [bbbMeetingEvent(what, meeting)]
    : bbbRecordingEvents(RecordingChange.parse(what), recordId);
  const list = events.flatMap((event) => bbbDeliveries(programs, event, { room, at, key: `record ${row.n}` }));
  const isAsked = (kind: string) => (kind === 'recordingReady' ? what === 'ready' : what === 'meetingEnded');
  const asked = callbacksOf(meeting).filter(({ kind }) => isAsked(kind));
  if (asked.length === 0) return { callbacks: [], list };
  const details = what === 'ready' ? { recordId } : { isRecorded: await store.ask.deliveries.isRecorded({ room }) };
  const facts = JSON.stringify({ meetingId: meeting.meetingId, ...details });
  const isAnalysed = asked.some(({ kind }) => kind === 'analytics');
  const learning = isAnalysed ? await learningBody({ store, report }, { ...programs, room }, at) : undefined;
  const told = asked.filter(({ kind }) => kind !== 'analytics' || learning !== undefined);
  const callbacks = told.map(({ kind, url }) => callbackRow(programs, { kind, url, room, at }));
  const calls = callbacks.map(({ id, kind }) => ({
    id: deliveryId(id, `record ${row.n}`),
    hook: id,
    event: kind,
    room,
    body: kind === 'analytics' && learning !== undefined ? learning : facts,
    at,
  }));
  return { callbacks, list: [...list, ...calls] };
}

/** The body with learning data; undefined, and reported, when the log has an entry that cannot be read: the other callbacks go on. */
async function learningBody(
  { store, report }: { readonly store: Pick<Store, 'ask'>; readonly report: RoomReport },
  about: Programs & { readonly room: string },
  endedAt: number,
): Promise<string | undefined> {
  try {
    return JSON.stringify(await learningData(store, about, endedAt));
  } catch (error) {
    if (isUnavailable(error)) throw error;
    report.failed(about.room, 'gathering learning data', error);
    return undefined;
  }
}

/** True when the database cannot answer now, so that a later try may succeed. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}

function callbackRow(
  { owner, meeting }: Programs,
  {
    kind,
    url,
    room,
    at,
  }: { readonly kind: NewHook['kind']; readonly url: string; readonly room: string; readonly at: number },
): NewHook {
  return bbbHookRow({ owner, id: deliveryId(room, kind), url, at, kind, room, meeting: meeting.meetingId });
}

/** A hook of a program, as it is stored. */
export function bbbHookRow(
  given: Pick<NewHook, 'id' | 'url' | 'kind'> & Partial<NewHook> & { readonly owner: string; readonly at: number },
): NewHook {
  const { owner, at, ...row } = given;
  return newHookRow({ organisation: owner === '' ? null : owner, created_at: at, ...row });
}
