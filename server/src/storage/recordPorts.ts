import type { ChatKept } from '@plenum/shared/api/recording/chatKept';
import type { Chapter, RecordingState, Visibility } from '@plenum/shared/api/recording/contract';
import type { CopyKind } from '@plenum/shared/api/recording/copies';
import type { Look } from '@plenum/shared/api/organisation/contract';
import type { MemberRole } from '@plenum/shared/api/organisation/may';
import type { CodeKind } from '@plenum/shared/api/space/contract';
import type { SpaceSettings } from '@plenum/shared/api/space/settings';
import type { Tier } from '@plenum/shared/api/tier/contract';
import type { Agreed } from '@plenum/shared/api/tier/limits';
import type { FileId } from '@plenum/shared/core/ids';
import { SavedPlan } from '@plenum/shared/features/breakout/contract';
import { KeptSetup } from '@plenum/shared/features/poll/setup';
import { Presentation } from '@plenum/shared/features/slides/contract';
import * as z from 'zod/mini';

/** A stored organisation with the numbers that its limits are about. */
export interface OrganisationFacts {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'group';
  readonly tier: Tier;
  readonly agreed: Agreed;
  readonly look: Look;
  readonly suspended: boolean;
  readonly reason?: string;
  readonly logo?: string;
  readonly recordingDays?: number;
  readonly createdAt: number;
  readonly spaces: number;
  readonly hostAccounts: number;
  readonly members: number;
  readonly role?: MemberRole;
}

/** A stored space; the codes are derived from how often each was made anew. */
export interface SpaceFacts {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly organisation: string;
  readonly owner: string;
  readonly hosts: readonly string[];
  readonly settings: SpaceSettings;
  readonly turns: Readonly<Record<CodeKind, number>>;
  readonly room: string | undefined;
  readonly createdAt: number;
}

export type { BbbMeetingRow, BbbSessionRow } from './recordRows.ts';
export type { TierBounds } from './procedures/records/bbbMeetings.ts';

/** A space as a person with its link meets it. */
export interface Visit {
  readonly space: SpaceFacts;
  readonly organisation: string;
  readonly look: Look;
  readonly logo: string | undefined;
  readonly suspended: boolean;
  readonly as: 'owner' | 'host' | 'none';
}

/** What is stored of a prepared thing, by its kind. */
export const PreparedContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slides'), presentation: Presentation }),
  z.object({ kind: z.literal('poll'), setup: KeptSetup }),
  z.object({ kind: z.literal('plan'), plan: SavedPlan }),
]);

/** A thing that is prepared in a space. */
export interface PreparedFacts {
  readonly id: string;
  readonly title: string;
  /** The bytes of its files. */
  readonly bytes: number;
  readonly content: z.infer<typeof PreparedContent>;
}

/** The same as it is read, with the files of its slides. */
export interface PreparedItem extends PreparedFacts {
  readonly files: readonly FileId[];
}

/** The room for a meeting, and with what it begins. */
export interface Sitting {
  readonly room: string;
  /** `begins`: nobody was in it, so that the settings of now hold; `goesOn`: the meeting goes on with its own. */
  readonly sitting: 'begins' | 'goesOn';
  /** Whether the room had no meeting before. */
  readonly isFirst: boolean;
  readonly title: string;
  readonly settings: SpaceSettings;
  readonly prepared: readonly PreparedItem[];
  /** The room that has the files of what is prepared. */
  readonly shelf?: string;
  /** The limits of the organisation's tier; absent for none. */
  readonly minutes?: number;
  readonly people?: number;
  /** The last meeting of the space was recorded. */
  readonly recorded: boolean;
  /** The name of the organisation and of its tier, for the words of a limit. */
  readonly organisation: string;
  readonly tier: string;
}

/** A recording that begins. */
export interface NewRecording {
  readonly id: string;
  /** The main room of the meeting: its space pays for the bytes. */
  readonly home: string;
  readonly parent?: string;
  readonly title: string;
  readonly chat: ChatKept;
  readonly key: string;
  readonly managerKey: string;
  readonly code: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The space of an organisation, and how many bytes of it one recording may have by now. */
export interface Reserved {
  readonly bytes: number;
  readonly most: number;
  readonly upTo: number;
}

/** The secret parts of a link. */
export interface RecordingPass {
  readonly key?: string | undefined;
  readonly code?: string | undefined;
}

/** A stored recording. */
export interface RecordingFacts {
  readonly id: string;
  readonly room: string;
  readonly space: string | undefined;
  readonly parent: string | undefined;
  readonly title: string;
  readonly state: RecordingState;
  readonly visibility: Visibility;
  readonly download: boolean;
  readonly chat: ChatKept;
  readonly key: string;
  readonly managerKey: string;
  readonly code: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly bytes: number;
  readonly views: number;
  readonly chapters: readonly Chapter[];
  readonly deletedAt: number | undefined;
  /** How many days it is kept before it is moved to the bin, by its space and organisation. */
  readonly days?: number | undefined;
}

/** One run that makes a copy of a recording. */
export interface CopyRun {
  readonly recording: string;
  readonly kind: CopyKind;
  /** The id of the run. */
  readonly run: string;
}

/** A recording as a program knows it. */
export interface ProgramRecording {
  /** The id of the recording in Plenum. */
  readonly id: string;
  readonly recordId: string;
  readonly internalId: string;
  readonly meetingId: string;
  readonly name: string;
  /** The internal id of the parent, for one of a breakout. */
  readonly parent: string | undefined;
  readonly sequence: number;
  readonly freeJoin: boolean;
  readonly participants: number;
  /** By name, in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly state: RecordingState;
  /** Epoch ms. */
  readonly startedAt: number;
  /** In ms. */
  readonly duration: number;
  readonly bytes: number;
  /** The secret part of the link. */
  readonly key: string;
  /** The ids of the recordings of its breakouts, as the program knows them. */
  readonly breakouts: readonly string[];
}

/** Recordings that a program names, of its own ones. */
export interface ProgramRecordingsNamed {
  /** The organisation, or the empty text. */
  readonly owner: string;
  readonly recordIds: readonly string[];
}

/** Which recordings of its own a program asks for. */
export interface ProgramRecordingsWanted {
  readonly owner: string;
  /** Empty: of all meetings. */
  readonly meetingIds: readonly string[];
  /** Beginnings of their ids; empty: all. */
  readonly recordIds: readonly string[];
  readonly states: readonly RecordingState[];
  /** The metadata that they have. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly offset: number;
  readonly limit: number;
}

/** A change of who is in a room, from its log. */
export type Step =
  | {
      readonly is: 'joined';
      readonly seq: number;
      readonly at: number;
      readonly member: string;
      readonly name: string;
      readonly role: string;
    }
  | { readonly is: 'renamed'; readonly member: string; readonly name: string }
  | { readonly is: 'left'; readonly at: number; readonly member: string }
  | { readonly is: 'allLeft'; readonly at: number };

export type { AuditPage } from './procedures/records/audit.ts';
export { type CallbackKind, type DeliveryRow, type HookRow, newHookRow, type RecordEventRow } from './hookRows.ts';
export type { DueDelivery, NewDelivery, NewHook, Outcome, Place, Tried } from './procedures/deliveries.ts';
export type { AuditRow } from './recordRows.ts';
export type { TokenUse } from './procedures/tokenUses.ts';

/** The most servers that register themselves at one Plenum, and the most programs of its operators. */
export const mostClients = 1_000;
/** How a client came to be registered; stored as its `softwareId`. */
export const registeredBy = { operator: 'plenum-operator', itself: 'plenum-itself' } as const;

/** A server or program that signs people in with accounts of this server. */
export interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly redirects: readonly string[];
  readonly byOperator: boolean;
  /** Epoch ms. */
  readonly createdAt: number;
}

/** What a person lets a client know. */
export interface GrantRow extends ClientRow {
  readonly scopes: readonly string[];
  /** Epoch ms. */
  readonly since: number;
}

/** How a platform names itself at the beginning of a launch. */
export interface PlatformNamed {
  /** Whose address is asked; undefined for the one that all platforms had. */
  readonly organisation: string | undefined;
  readonly issuer: string;
  readonly clientId: string | undefined;
}
