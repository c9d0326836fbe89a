import { createHash, createHmac, randomInt } from 'node:crypto';
import { AppError } from '@plenum/shared/core/errors';
import { limits } from '@plenum/shared/core/limits';
import { DisplayName, RoomTitle } from '@plenum/shared/core/text';
import * as z from 'zod/mini';
import { duration } from '@plenum/shared/features/duration/contract';
import { moderation } from '@plenum/shared/features/moderation/contract';
import { serveChat } from '../features/chat/chat.ts';
import { type Entries, joinPath } from '../gateway/entries.ts';
import { hashesOf, newRoomKeys } from '../gateway/http/roomKeys.ts';
import type {
  BbbMeetings,
  Meeting,
  MeetingNow,
  MeetingWish,
  Person,
  Sent,
  Session,
} from '../gateway/http/bbb/ports.ts';
import { booleanIn, parametersIn, wholeIn } from '../gateway/http/bbb/reading.ts';
import type { Clock } from '../room/ports.ts';
import type { Room } from '../room/Room.ts';
import type { Rooms } from '../room/Rooms.ts';
import type { Store } from '../storage/ports.ts';
import type { BbbMeetingRow } from '../storage/recordPorts.ts';
import { openingOf } from './opening.ts';
import { detailsOf, SessionDetails } from './sessions.ts';
import { nowOf } from './view.ts';

const minuteMs = 60_000;
/** How often meetings are looked through for those that are over, in ms. */
const lookEveryMs = 5_000;
/** For how long a meeting that another node has marked as over is looked for here, in ms. */
const endedElsewhereMs = 60_000;
/** The meetings of one owner that may go on at once: each is looked at every few seconds. */
const mostMeetings = { ofOrganisation: 500, ofServer: 5_000 };
/** How long a program hears that a meeting was ended, and not that it never was, in ms. */
const rememberedMs = 24 * 60 * minuteMs;
/** How many voice bridges are tried. */
const mostTries = 20;

const Texts = z.record(z.string(), z.string());

interface Options {
  readonly store: Pick<Store, 'ask'>;
  readonly rooms: Rooms;
  readonly clock: Clock;
  readonly newRoomId: () => string;
  readonly newId: () => string;
  readonly newToken: () => string;
  /** Signs the way in for one person. */
  readonly entries: Pick<Entries, 'mint'>;
  /** The key by which the ids of persons are made, at least 32 bytes. */
  readonly personSecret: string;
  /** @throws AppError `full` while the disk has no space for another meeting */
  readonly requireDiskSpace: () => Promise<void>;
  /** Ends the meeting in a room for all. */
  readonly endIn: (room: Room) => Promise<void>;
  /** The most people in a room of this server. */
  readonly mostPeople: number;
  readonly serverUrl: () => string;
  readonly failed: (what: string, error: unknown) => void;
}

/** The meetings that programs make with BigBlueButton's API. Each one has a room of its own, which is opened as any other. */
export class Meetings implements BbbMeetings {
  readonly #options: Options;
  #stopLooking: () => void = () => {};
  #life: 'open' | 'closed' = 'open';
  /** Since when a meeting has no moderator, monotonic ms, by room. */
  readonly #unled = new Map<string, number>();

  private constructor(options: Options) {
    this.#options = options;
  }

  static open(options: Options): Meetings {
    const meetings = new Meetings(options);
    meetings.#lookLater();
    return meetings;
  }

  /** Ends nothing: meetings go on after a restart. Idempotent. */
  close(): void {
    this.#life = 'closed';
    this.#stopLooking();
  }

  async create(wish: MeetingWish): Promise<{ meeting: Meeting; isNew: boolean }> {
    const before = await this.find(wish.owner, wish.meetingId);
    if (before && before.endedAt === undefined) return { meeting: before, isNew: false };
    const { rooms, requireDiskSpace, serverUrl } = this.#options;
    const bounds = wish.owner === '' ? undefined : await this.#ask.bounds({ organisation: wish.owner });
    await requireDiskSpace();
    const row = this.#rowOf(wish);
    const whole = { ...wish, voiceBridge: row.voice_bridge };
    const record = { id: row.room, title: titleOf(wish.name), ...hashesOf(newRoomKeys()), createdAt: row.created_at };
    await rooms.create(record, openingOf(whole, bounds, serverUrl()));
    try {
      const made = await this.#claim(row, wish.voiceBridge === undefined);
      if (!made.isNew) await rooms.remove(row.room);
      return { meeting: meetingOf(made.row), isNew: made.isNew };
    } catch (error) {
      await rooms.remove(row.room);
      throw error;
    }
  }

  async find(owner: string, meetingId: string): Promise<Meeting | undefined> {
    const row = await this.#ask.find({ owner, meetingId });
    if (!row) return undefined;
    const meeting = meetingOf(row);
    if (meeting.endedAt !== undefined || !(await this.#isOver(meeting))) return meeting;
    await this.#finish(meeting);
    return { ...meeting, endedAt: this.#options.clock.now() };
  }

  async live(owner: string): Promise<readonly Meeting[]> {
    const all = (await this.#ask.live({ owner })).map(meetingOf);
    const checked = await Promise.all(all.map(async (one) => ((await this.#isOver(one)) ? [] : [one])));
    return checked.flat();
  }

  async now(meetings: readonly Meeting[]): Promise<readonly MeetingNow[]> {
    const { rooms, mostPeople } = this.#options;
    const sessions = await this.#ask.sessions({ rooms: meetings.map(({ room }) => room) });
    const opened = await rooms.opened();
    const byId = new Map(opened.map((room) => [room.id, room]));
    const children = Map.groupBy(opened, ({ record }) => record.parent ?? '');
    const byRoom = Map.groupBy(sessions, ({ room }) => room);
    const breakouts = await this.#breakoutsOf(meetings);
    return meetings.map((meeting) =>
      nowOf(meeting, {
        room: byId.get(meeting.room),
        children: children.get(meeting.room) ?? [],
        sessions: byRoom.get(meeting.room) ?? [],
        mostPeople,
        breakouts: breakouts.get(meeting.internalId) ?? [],
      }),
    );
  }

  async send(meeting: Meeting, person: Person): Promise<Sent> {
    const { newId, newToken, clock, entries } = this.#options;
    const member = `w_${newId().replaceAll(/[-_]/g, '0').slice(0, 14)}`;
    const token = newToken().replaceAll(/[-_]/g, '0');
    const { role, guest, isWaiting, leaveTo } = person;
    const name = nameOf(person.name);
    const details: SessionDetails = { ...person, name, said: person.name };
    const session = {
      token_hash: hashOf(token),
      room: meeting.room,
      member,
      user_id: person.userId ?? member,
      details: JSON.stringify(details),
      created_at: clock.now(),
      joined_at: null,
    };
    await this.#ask.send({ session });
    const entry = entries.mint({
      to: { room: meeting.room },
      name,
      member,
      role: role === 'MODERATOR' ? 'host' : guest ? 'guest' : 'participant',
      ...(!isWaiting && { standing: 'inside' as const }),
      person: this.#personOf(meeting, person.userId ?? member),
      ...(leaveTo !== '' && { leaveTo }),
    });
    return { member, token, path: joinPath(entry) };
  }

  async say(meeting: Meeting, { name, text }: { readonly name: string; readonly text: string }): Promise<boolean> {
    const room = await this.#options.rooms.peek(meeting.room);
    if (!room || room.people === 0) return false;
    await room.settle(serveChat, { name: nameOf(name), text });
    return true;
  }

  async session(token: string): Promise<Session | undefined> {
    const row = await this.#ask.session({ tokenHash: hashOf(token) });
    const details = row && detailsOf(row);
    const about = row && (await this.#ask.ofRoom({ room: row.room }));
    if (!details || !about) return undefined;
    const { said: name, role, guest, avatar, leaveTo, custom, isWaiting } = details;
    const person = { name, role, guest, avatar, leaveTo, custom, isWaiting, userId: row.user_id };
    return { meeting: meetingOf(about), member: row.member, person };
  }

  async end(meeting: Meeting): Promise<void> {
    await this.#finish(meeting);
  }

  /** @throws AppError `closed` for a room whose meeting is over */
  async requireNotEnded(room: string): Promise<void> {
    const row = await this.#ask.ofRoom({ room });
    if (!row) return;
    const meeting = meetingOf(row);
    if (meeting.endedAt === undefined && !(await this.#isOver(meeting))) return;
    throw new AppError('closed', 'This meeting is over.', 'bbb');
  }

  /** Marks a meeting as over, and ends it for all who are in it. */
  async #finish({ room: id }: Meeting): Promise<void> {
    this.#unled.delete(id);
    await this.#ask.end({ room: id, at: this.#options.clock.now() });
    await this.#endHere(id);
  }

  /** Ends the meeting in a room that this node has. */
  async #endHere(id: string): Promise<void> {
    const { rooms, endIn } = this.#options;
    const room = await rooms.peek(id);
    if (room && room.committed(moderation).ended === undefined) await endIn(room);
  }

  /** Whether a meeting is over by what is known of its room now. */
  async #isOver(meeting: Meeting): Promise<boolean> {
    const room = await this.#options.rooms.peek(meeting.room);
    if (!room) return false;
    return room.committed(moderation).ended !== undefined || this.#isUpIn(room, meeting);
  }

  /** Whether the time of a meeting was up: its people left at once, and a new sitting has not begun. */
  #isUpIn(room: Room, { startedAt }: Meeting): boolean {
    const { limit, sitting } = room.committed(duration);
    return limit !== undefined && sitting === undefined && startedAt !== undefined && room.people === 0;
  }

  #lookLater(): void {
    if (this.#life === 'closed') return;
    this.#stopLooking = this.#options.clock.after(lookEveryMs, () => {
      this.#lookThrough()
        .catch((error: unknown) => this.#options.failed('looking for meetings that are over', error))
        .finally(() => this.#lookLater());
    });
  }

  /** Ends the meetings whose time is over. */
  async #lookThrough(): Promise<void> {
    const { clock } = this.#options;
    // A program may ask a node to end a meeting that this one has.
    for (const room of await this.#ask.endedSince({ since: clock.now() - endedElsewhereMs })) await this.#endHere(room);
    const rows = await this.#ask.live({ owner: undefined });
    if (rows.length === 0) return;
    const empty = new Map((await this.#ask.emptyRooms()).map(({ room, since }) => [room, since]));
    for (const row of rows) {
      const meeting = meetingOf(row);
      const over =
        (await this.#isOver(meeting)) ||
        this.#hasExpired(meeting, empty.get(meeting.room) ?? undefined) ||
        (await this.#lacksModerator(meeting));
      if (over) await this.#finish(meeting);
    }
    await this.#ask.forget({ before: clock.now() - rememberedMs });
  }

  /** Whether nobody came in time, or nobody is left. @param emptySince undefined while people are in the room */
  #hasExpired(meeting: Meeting, emptySince: number | undefined): boolean {
    if (emptySince === undefined) return false;
    const parameters = parametersIn(meeting);
    const isUnentered = meeting.startedAt === undefined && emptySince <= meeting.createdAt;
    const minutes = isUnentered
      ? (wholeIn(parameters, 'meetingExpireIfNoUserJoinedInMinutes') ?? 5)
      : (wholeIn(parameters, 'meetingExpireWhenLastUserLeftInMinutes') ?? 1);
    // Zero means never.
    return minutes > 0 && this.#options.clock.now() - emptySince >= minutes * minuteMs;
  }

  async #lacksModerator(meeting: Meeting): Promise<boolean> {
    const parameters = parametersIn(meeting);
    if (!booleanIn(parameters, 'endWhenNoModerator')) return false;
    const { rooms, clock } = this.#options;
    const room = await rooms.peek(meeting.room);
    const isLed = room?.seated.some((id) => ['host', 'moderator'].includes(room.find(id)?.role ?? '')) ?? true;
    if (isLed || room?.people === 0 || meeting.startedAt === undefined) {
      this.#unled.delete(meeting.room);
      return false;
    }
    const since = this.#unled.get(meeting.room) ?? clock.monotonic();
    this.#unled.set(meeting.room, since);
    const minutes = wholeIn(parameters, 'endWhenNoModeratorDelayInMinutes') ?? 1;
    return clock.monotonic() - since >= minutes * minuteMs;
  }

  /** Stores a meeting; one without a wish for its voice bridge tries others. */
  async #claim(first: BbbMeetingRow, mayChoose: boolean): Promise<{ row: BbbMeetingRow; isNew: boolean }> {
    let row = first;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#ask.create({
          row,
          most: row.owner === '' ? mostMeetings.ofServer : mostMeetings.ofOrganisation,
        });
      } catch (error) {
        const bound = error instanceof AppError ? error.bound : undefined;
        if (tries >= mostTries) throw error;
        if (bound === 'internalId') row = { ...row, ...timesOf(row.meeting_id, row.created_at + 1) };
        else if (bound === 'voiceBridge' && mayChoose) row = { ...row, voice_bridge: newVoiceBridge() };
        else throw error;
      }
    }
  }

  #rowOf(wish: MeetingWish): BbbMeetingRow {
    const { clock, newRoomId, newToken } = this.#options;
    const at = clock.now();
    const password = () => newToken().replaceAll(/[-_]/g, '0').slice(0, 8);
    return {
      owner: wish.owner,
      ...timesOf(wish.meetingId, at),
      meeting_id: wish.meetingId,
      room: newRoomId(),
      name: wish.name,
      attendee_pw: wish.attendeePw || password(),
      moderator_pw: wish.moderatorPw || password(),
      voice_bridge: wish.voiceBridge ?? newVoiceBridge(),
      parent: wish.parent ?? null,
      parameters: JSON.stringify(wish.parameters),
      started_at: null,
      ended_at: null,
      people: 0,
    };
  }

  /** The meeting ids of the breakouts of meetings, by the internal id of the parent. */
  async #breakoutsOf(meetings: readonly Meeting[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const owners = new Set(meetings.map(({ owner }) => owner));
    const found = new Map<string, string[]>();
    for (const owner of owners) {
      for (const { parent, meeting_id: id } of await this.#ask.live({ owner })) {
        if (parent !== null) found.set(parent, [...(found.get(parent) ?? []), id]);
      }
    }
    return found;
  }

  /** The same for the same person of the same program, so that a ban holds for all visits. */
  #personOf({ owner }: Meeting, userId: string): string {
    const mac = createHmac('sha256', this.#options.personSecret).update(JSON.stringify([owner, userId]));
    return mac.digest('base64url').slice(0, 24);
  }

  get #ask() {
    return this.#options.store.ask.bbbMeetings;
  }
}

/** When a meeting is made, and the id that follows from it. */
function timesOf(meetingId: string, at: number): Pick<BbbMeetingRow, 'internal_id' | 'created_at'> {
  return { internal_id: `${createHash('sha1').update(meetingId).digest('hex')}-${at}`, created_at: at };
}

/** SHA-256 in hex: how the tokens of sessions are stored. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function newVoiceBridge(): string {
  return String(randomInt(10_000, 100_000));
}

/** A title that a room may have. */
function titleOf(name: string): string {
  const title = RoomTitle.safeParse(plainName(name, limits.titleLength));
  return title.success ? title.data : 'BigBlueButton';
}

/** A name that a member may have. */
function nameOf(name: string): string {
  const plain = DisplayName.safeParse(plainName(name, limits.nameLength));
  return plain.success ? plain.data : '–';
}

/** Takes what no name may have off, and cuts it between two signs. */
function plainName(name: string, most: number): string {
  const plain = name
    .toWellFormed()
    .replaceAll(/[<>]/g, '')
    .replaceAll(/(\p{M}{8})\p{M}+/gu, '$1');
  if (plain.length <= most) return plain;
  return plain.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}

function meetingOf(row: BbbMeetingRow): Meeting {
  return {
    owner: row.owner,
    internalId: row.internal_id,
    meetingId: row.meeting_id,
    room: row.room,
    name: row.name,
    attendeePw: row.attendee_pw,
    moderatorPw: row.moderator_pw,
    voiceBridge: row.voice_bridge,
    parent: row.parent ?? undefined,
    parameters: Texts.parse(JSON.parse(row.parameters)),
    createdAt: row.created_at,
    startedAt: row.started_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}
