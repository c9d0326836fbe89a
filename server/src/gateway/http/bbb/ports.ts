import type { CaptionTrack } from '@plenum/shared/api/recording/captions';
import type { RoomId } from '@plenum/shared/core/ids';
import type {
  ProgramRecording,
  ProgramRecordingsNamed,
  ProgramRecordingsWanted,
} from '../../../storage/recordPorts.ts';
import type { LatestAnswers } from './LatestAnswers.ts';
import type { ChecksumAlgorithm, SharedSecret } from './checksum.ts';

/** The settings of the API. */
export interface BbbSettings {
  /** The secret of the whole server. */
  readonly secret: string | undefined;
  /** The hash functions that a checksum may have. */
  readonly checksums: readonly ChecksumAlgorithm[];
  /** Addresses that are told of every event of the server's own meetings, and that no program removes. */
  readonly hooks?: readonly string[];
}

/** A registered webhook. */
export interface BbbHook {
  readonly id: number;
  readonly callbackUrl: string;
  /** The only meeting that it hears of; undefined: all. */
  readonly meetingId: string | undefined;
  /** The only events that it gets; empty: all. */
  readonly events: readonly string[];
  readonly permanent: boolean;
  readonly raw: boolean;
}

/** The registration of webhooks: each owner sees its own. */
interface BbbHooks {
  /** Makes one, or finds the one with this address. @throws for an address that is refused, and when there are too many */
  create(
    wish: Omit<BbbHook, 'id' | 'permanent'> & { readonly owner: string; readonly secret: string },
  ): Promise<{ readonly hook: BbbHook; readonly isNew: boolean }>;
  /** All, or those that hear of one meeting, in the order of their ids. */
  list(owner: string, meetingId: string | undefined): Promise<readonly BbbHook[]>;
  /** @returns false when there is no such hook */
  destroy(owner: string, id: number): Promise<boolean>;
}

/** A meeting that a program made. */
export interface Meeting {
  /** The organisation; the empty text for the secret of the whole server. */
  readonly owner: string;
  readonly internalId: string;
  /** The id that the program chose. */
  readonly meetingId: string;
  readonly room: RoomId;
  readonly name: string;
  readonly attendeePw: string;
  readonly moderatorPw: string;
  readonly voiceBridge: string;
  /** The internal id of the meeting that this one is a breakout of. */
  readonly parent: string | undefined;
  /** The parameters of `create`, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Epoch ms. */
  readonly createdAt: number;
  /** When the first person came, epoch ms. */
  readonly startedAt: number | undefined;
  /** When it ended, epoch ms. */
  readonly endedAt: number | undefined;
}

/** The wish of a program for a meeting. */
export interface MeetingWish
  extends Pick<Meeting, 'owner' | 'meetingId' | 'name' | 'attendeePw' | 'moderatorPw' | 'parameters'> {
  /** Absent: the server chooses a free one. */
  readonly voiceBridge: string | undefined;
  readonly parent: string | undefined;
}

export type BbbRole = 'MODERATOR' | 'VIEWER';
export type GuestStatus = 'ALLOW' | 'WAIT' | 'DENY';

/** A person whom a program sends into a meeting. */
export interface Person {
  readonly name: string;
  readonly role: BbbRole;
  /** The id of the person in the program; undefined: each visit is another person. */
  readonly userId: string | undefined;
  readonly guest: boolean;
  readonly avatar: string;
  /** Where the person goes after the meeting; empty: to the page of this server. */
  readonly leaveTo: string;
  /** `userdata-*`, by what stands behind the hyphen. */
  readonly custom: Readonly<Record<string, string>>;
  readonly isWaiting: boolean;
}

/** The way into a meeting for one person. */
export interface Sent {
  readonly member: string;
  /** Names the session to later calls. */
  readonly token: string;
  /** The path of the way in, on this server; it works once, for a few minutes. */
  readonly path: string;
}

/** A person whom a program sent, by the token of the way in. */
export interface Session {
  readonly meeting: Meeting;
  readonly member: string;
  readonly person: Person;
}

/** A person in a meeting. */
export interface Attendee {
  readonly userId: string;
  readonly name: string;
  readonly role: BbbRole;
  readonly isPresenter: boolean;
  readonly hasJoinedVoice: boolean;
  readonly hasVideo: boolean;
  readonly custom: Readonly<Record<string, string>>;
}

/** What happens in a meeting now. */
export interface MeetingNow {
  readonly meeting: Meeting;
  readonly attendees: readonly Attendee[];
  /** The streams of cameras. */
  readonly videos: number;
  /** The most people. */
  readonly most: number;
  /** The meeting ids of its breakouts. */
  readonly breakouts: readonly string[];
}

/** The meetings of programs. */
export interface BbbMeetings {
  /**
   * Makes a meeting, or finds the one that goes on under the same id.
   * @throws AppError `conflict`, bound `voiceBridge`; LimitMet; AppError `forbidden`, bound `suspended`; `full`
   */
  create(wish: MeetingWish): Promise<{ readonly meeting: Meeting; readonly isNew: boolean }>;
  /** The meeting that goes on under this id, else the last one that ended under it. */
  find(owner: string, meetingId: string): Promise<Meeting | undefined>;
  /** The meetings that go on, oldest first. */
  live(owner: string): Promise<readonly Meeting[]>;
  now(meetings: readonly Meeting[]): Promise<readonly MeetingNow[]>;
  send(meeting: Meeting, person: Person): Promise<Sent>;
  /** Sends a message to everybody in a meeting. @returns false when nobody is there */
  say(meeting: Meeting, message: { readonly name: string; readonly text: string }): Promise<boolean>;
  /** The person of a session; undefined for an unknown token. */
  session(token: string): Promise<Session | undefined>;
  /** Ends a meeting for all. */
  end(meeting: Meeting): Promise<void>;
}

/** The captions of a recording. */
interface ProgramTracks {
  readonly id: string;
  readonly key: string;
  readonly tracks: readonly CaptionTrack[];
}

/** A file of captions as it was sent. */
interface NewTrack extends Pick<CaptionTrack, 'kind' | 'lang' | 'label'> {
  readonly text: string;
}

/** A document that a program sends into a meeting: by its address, or in base64 as it came, in pieces. */
export type ProgramDocument = {
  /** The name that the program gives; empty without one. */
  readonly name: string;
  /** Whether it goes on the stage. */
  readonly isCurrent: boolean;
  /** Whether everybody may save the file. */
  readonly mayBeSaved: boolean;
  readonly mayBeRemoved: boolean;
} & ({ readonly url: string } | { readonly base64: readonly Buffer[] });

/** The documents that programs send into meetings. */
export interface BbbDocuments {
  /** @throws Moved when another node has the meeting */
  requireHere(meeting: Meeting): Promise<void>;
  /**
   * Resolves when the meeting expects them and those in base64 are on the disk; the rest goes on by itself. What does not become a
   * presentation becomes a note in the meeting.
   * @param when `first`: with the meeting, where the first one goes on the empty stage; `later`: those that are current take the stage
   * @throws AppError `full` when the meeting expects as many as it may
   */
  bring(meeting: Meeting, documents: readonly ProgramDocument[], when: 'first' | 'later'): Promise<void>;
}

/** The recordings of the meetings of programs. Each change says how many of the named recordings it met. */
export interface BbbRecordings {
  page(
    wanted: ProgramRecordingsWanted,
  ): Promise<{ readonly recordings: readonly ProgramRecording[]; readonly total: number }>;
  publish(which: ProgramRecordingsNamed, published: boolean): Promise<number>;
  /** Moves them to the bin. */
  remove(which: ProgramRecordingsNamed): Promise<number>;
  /** Sets metadata; an empty text takes it off. @throws AppError `invalid`, bound `metadata` */
  describe(which: ProgramRecordingsNamed, metadata: Readonly<Record<string, string>>): Promise<number>;
  /** The captions of a recording, and the secret part of its link; undefined for one that is not there or in the bin. */
  tracks(owner: string, recordId: string): Promise<ProgramTracks | undefined>;
  /** Gives a recording captions. @throws AppError `invalid`, `conflict`, `full`, `notFound`; LimitMet */
  putTrack(owner: string, recordId: string, track: NewTrack): Promise<void>;
}

/** What the calls of BigBlueButton's API work with. */
export interface BbbParts {
  readonly hooks: BbbHooks;
  readonly meetings: BbbMeetings;
  readonly documents: BbbDocuments;
  readonly recordings: BbbRecordings;
  /** The secrets that are valid now. */
  readonly secrets: () => Promise<readonly SharedSecret[]>;
  /** The hash functions that a checksum may have. */
  readonly checksums: readonly ChecksumAlgorithm[];
  /** The last answers of `getMeetings`. */
  readonly latest: LatestAnswers;
  /** The version of Plenum. */
  readonly version: string;
  /** The host, and port where it is not 443, that a reverse proxy serves by https; undefined without one. */
  readonly publicHost: string | undefined;
  /** Takes an error that the caller of the API gets no details of. */
  readonly failed: (what: string, error: unknown) => void;
}
