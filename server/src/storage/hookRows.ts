import type { Generated, Selectable } from 'kysely';

/**
 * An address to which the server sends events. `own`: a webhook of an organisation; `bbb`: one of BigBlueButton's API; the
 * others are callbacks of one meeting. Times are epoch milliseconds.
 */
type HookKind = 'own' | 'bbb' | CallbackKind;
export type CallbackKind = 'ended' | 'endCallback' | 'recordingReady' | 'analytics';

interface HookTable {
  /** In the order in which they were made; BigBlueButton's id of a hook. */
  n: Generated<number>;
  id: string;
  /** Null for the server's own secret of BigBlueButton's API. */
  organisation: string | null;
  kind: HookKind;
  name: string;
  url: string;
  /** JSON: the names of the events; empty for all. */
  events: string;
  /** JSON: the spaces; empty for all. */
  spaces: string;
  /** BigBlueButton's id of the only meeting that it is about. */
  meeting: string | null;
  /** The only room that it is about. */
  room: string | null;
  /** SHA-256, in hex, of the secret of BigBlueButton's API with which it was made. */
  secret_hash: string | null;
  /** How often the secret of a webhook was made anew; the secret itself is derived. */
  secret_turn: number;
  raw: 0 | 1;
  permanent: 0 | 1;
  state: 'on' | 'off';
  /** Why the server turned it off. */
  reason: string | null;
  /** The first of its failures since the last success. */
  failing_since: number | null;
  /** How many events found too many waiting. */
  dropped: number;
  created_at: number;
}
export type HookRow = Selectable<HookTable>;
type NewHook = Omit<HookRow, 'n'>;

/** The row of a new hook: turned on, for all spaces, and with nothing sent yet, where `given` says no more. */
export function newHookRow(
  given: Pick<NewHook, 'id' | 'url' | 'kind' | 'organisation' | 'created_at'> & Partial<NewHook>,
): NewHook {
  return {
    name: '',
    events: '[]',
    spaces: '[]',
    meeting: null,
    room: null,
    secret_hash: null,
    secret_turn: 0,
    raw: 0,
    permanent: 0,
    state: 'on',
    reason: null,
    failing_since: null,
    dropped: 0,
    ...given,
  };
}

/** `waiting`; `sent`; `failed`: given up; `dropped`: its hook was turned off. */
export type DeliveryState = 'waiting' | 'sent' | 'failed' | 'dropped';

/** One event on its way to one hook. */
interface DeliveryTable {
  n: Generated<number>;
  id: string;
  hook: string;
  /** The hook and the room: the deliveries of a lane go one after the other. */
  lane: string;
  event: string;
  room: string;
  /** JSON. */
  body: string;
  /** When it happened. */
  at: number;
  state: DeliveryState;
  tries: number;
  first_at: number | null;
  tried_at: number | null;
  /** The HTTP status of the last try; null without an answer. */
  status: number | null;
  /** Why the last try failed without an answer. */
  reason: string | null;
}
export type DeliveryRow = Selectable<DeliveryTable>;

/** When a lane may send next; null when nothing waits in it. */
interface LaneRow {
  lane: string;
  hook: string;
  due_at: number | null;
  tries: number;
  /** Counts what happens to the lane, so that one of several nodes takes it. */
  turn: number;
}

/** A change of a record that hooks may want; it goes when it has been turned into deliveries. */
interface RecordEventTable {
  n: Generated<number>;
  what: string;
  about: string;
  room: string;
  at: number;
  /** JSON. */
  details: string;
}
export type RecordEventRow = Selectable<RecordEventTable>;

/** The tables of hooks, the same on SQLite and PostgreSQL. */
export interface HookTables {
  hooks: HookTable;
  deliveries: DeliveryTable;
  lanes: LaneRow;
  record_events: RecordEventTable;
}
