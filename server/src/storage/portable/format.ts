import { Recurrence } from '@plenum/shared/api/plan/occurrences';
import { SpaceSettings } from '@plenum/shared/api/space/settings';
import { Slug } from '@plenum/shared/api/space/slug';
import { Role } from '@plenum/shared/core/abilities';
import { CommandKey, MemberId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';
import { PreparedContent } from '../recordPorts.ts';

/** The bounds of an archive, beside the bytes that the disk of this server allows. */
export const archiveBounds = {
  /** The table of contents, and the record of the space, in bytes. */
  manifestBytes: 32 * 1024 * 1024,
  recordBytes: 64 * 1024 * 1024,
  entries: 100_000,
  rooms: 1_000,
  recordings: 10_000,
  /** One line of a log or of the snapshots, in bytes. */
  lineBytes: 64 * 1024 * 1024,
} as const;

export const manifestPath = 'manifest.json';
export const recordPath = 'space.json';

/** The files of one room, by the place of the room in the record. */
export const roomPaths = (index: number) => ({
  log: `rooms/${index}/log.jsonl`,
  snapshots: `rooms/${index}/snapshots.jsonl`,
  boxes: `rooms/${index}/boxes.jsonl`,
  files: `rooms/${index}/files/`,
});

/** Where the files of a recording are, by its place in the archive. */
export const recordingPath = (index: number) => `recordings/${index}/`;

const count = z.int().check(z.minimum(0));
const time = z.int();
const text = z.string().check(z.maxLength(1_000));
const whole = z.nullable(count);

const formats = ['plenum-space', 'plenum-recording'] as const;
export type Format = (typeof formats)[number];

/** The table of contents: the first file of an archive. All others follow in this order, and nothing else does. */
export const Manifest = z.object({
  format: z.enum(formats),
  /** The archive of a space is of version 2 when recordings are in it. */
  version: z.union([z.literal(1), z.literal(2)]),
  /** The version of Plenum that made the archive. */
  plenum: text,
  /** ISO 8601. */
  madeAt: text,
  entries: z
    .array(
      z.strictObject({
        path: z.string().check(z.maxLength(100)),
        bytes: count,
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      }),
    )
    .check(
      z.maxLength(archiveBounds.entries),
      z.refine((list) => new Set(list.map(({ path }) => path)).size === list.length, 'two entries have the same path'),
    ),
});
export type Manifest = z.infer<typeof Manifest>;

/** The ids of rooms in archives are replaced wherever they stand, so they must be long and strange enough to stand for nothing else. */
const OldRoomId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{9,39}$/));

const Stay = z.strictObject({
  member: MemberId,
  name: text,
  role: Role,
  joinedAt: time,
  leftAt: z.nullable(time),
});

/** The record of a space. Owner, hosts and organisation stay behind: accounts are of their own server. */
export const SpaceRecord = z.strictObject({
  slug: Slug,
  title: text,
  settings: SpaceSettings,
  createdAt: time,
  schedules: z
    .array(
      z.strictObject({
        title: text,
        startsAt: time,
        minutes: count,
        zone: text,
        recurrence: z.nullable(Recurrence),
        sequence: count,
        createdAt: time,
      }),
    )
    .check(z.maxLength(100)),
  meetings: z
    .array(
      z.strictObject({
        title: text,
        startedAt: time,
        endedAt: time,
        peak: count,
        participantMs: count,
        stays: z.array(Stay).check(z.maxLength(100_000)),
      }),
    )
    .check(z.maxLength(100_000)),
  /** What every meeting begins with. */
  prepared: z
    .array(z.strictObject({ title: text, content: PreparedContent, bytes: count, createdAt: time }))
    .check(z.maxLength(1_000)),
  /** The places of the room that the space keeps, and of the room with the files of what is prepared. */
  room: z.nullable(count),
  shelf: z.nullable(count),
  /** A breakout room has the place of its parent. */
  rooms: z
    .array(
      z.strictObject({
        id: OldRoomId,
        title: text,
        createdAt: time,
        emptySince: time,
        parent: z.nullable(count),
      }),
    )
    .check(z.maxLength(archiveBounds.rooms)),
});
export type SpaceRecord = z.infer<typeof SpaceRecord>;

const name = z.string().check(z.minLength(1), z.maxLength(100));

/** A line of a log. `payload` and `reply` are JSON values. */
export const LogLine = z.strictObject({
  seq: z.int().check(z.minimum(1)),
  at: time,
  feature: name,
  event: name,
  version: z.nullable(z.int().check(z.minimum(2))),
  payload: z.unknown(),
  by: z.nullable(MemberId),
  to: z.nullable(z.array(MemberId)),
  key: z.nullable(CommandKey),
  reply: z.optional(z.unknown()),
});

export const SnapshotLine = z.strictObject({
  seq: count,
  states: z.record(z.string(), z.unknown()),
  log_bytes: whole,
  compacted: whole,
  whole,
  versions: z.nullable(z.record(z.string(), z.int().check(z.minimum(1)))),
});

export const BoxLine = z.strictObject({ box: z.string().check(z.maxLength(200)), value: z.unknown() });
