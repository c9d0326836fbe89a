/** One row for each tier. `limits` and `features` are JSON. Times in all rows of records are epoch milliseconds. */
export interface TierRow {
  id: string;
  name: string;
  contribution: string;
  limits: string;
  features: string;
  sort: number;
}

export interface OrganisationRow {
  id: string;
  name: string;
  kind: 'person' | 'group';
  tier: string;
  /** JSON: the limits that were agreed on in place of the tier's. */
  agreed: string;
  /** JSON. */
  look: string;
  suspended: 0 | 1;
  /** Why it is suspended, or empty. */
  reason: string;
  /** A file of the shelf of logos. */
  logo: string | null;
  /** The account whose organisation of one this is; null for a group. */
  person: string | null;
  created_at: number;
  /** How many days its recordings are kept; null: without an end. */
  recording_days: number | null;
}

interface MembershipRow {
  organisation: string;
  account: string;
  role: string;
  since: number;
}

/** An invitation that can still be accepted; accepting and revoking delete it. */
export interface InvitationRow {
  id: string;
  organisation: string;
  /** In lower case. */
  email: string;
  role: string;
  /** SHA-256 of the token, in hex. */
  token_hash: string;
  created_at: number;
  expires_at: number;
}

export interface ApiKeyRow {
  id: string;
  organisation: string;
  name: string;
  /** SHA-256 of the whole key, in hex. */
  hash: string;
  /** JSON. */
  scopes: string;
  created_at: number;
  expires_at: number | null;
}

/** One change of a record. Rows outlive the records that they are about. */
export interface AuditRow {
  id: string;
  /** Null for changes of the server. */
  organisation: string | null;
  at: number;
  by_kind: 'account' | 'key' | null;
  by_id: string | null;
  what: string;
  about: string;
  detail: string;
  network: string;
}

export interface SpaceRow {
  id: string;
  slug: string;
  organisation: string;
  /** An account. */
  owner: string;
  title: string;
  /** JSON. */
  settings: string;
  /** How often each code was made anew; the codes themselves are derived. */
  member_code: number;
  moderator_code: number;
  calendar_code: number;
  /** The room of the last meeting; null before the first. */
  room: string | null;
  /** The room that nobody enters, which has the files of what is prepared; null before the first. */
  shelf: string | null;
  created_at: number;
}

/** A shared host of a space. */
interface SpaceHostRow {
  space: string;
  account: string;
}

/** One sitting of a space. */
export interface MeetingRow {
  id: string;
  space: string;
  organisation: string;
  room: string;
  title: string;
  started_at: number;
  /** Null while it goes on. */
  ended_at: number | null;
  /** The people who are in it now. */
  people: number;
  peak: number;
  participant_ms: number;
}

/** One stay of one member in a meeting. */
interface AttendanceRow {
  meeting: string;
  member: string;
  name: string;
  role: string;
  joined_at: number;
  left_at: number | null;
}

/** The account of a member of a meeting. An empty one: the account was deleted, and the member has no name any more. */
interface SeatAccountRow {
  member: string;
  account: string;
  at: number;
}

/** A thing that is prepared in a space: the next meeting begins with it. */
export interface PreparedRow {
  id: string;
  space: string;
  kind: string;
  title: string;
  /** JSON, by the kind. */
  content: string;
  /** The bytes of its files. */
  bytes: number;
  created_at: number;
}

interface UsageRow {
  organisation: string;
  /** `2026-11`. */
  month: string;
  meetings: number;
  participant_ms: number;
  peak: number;
  /** The bytes of the files that were brought. */
  bytes: number;
}

/** A planned meeting or a series of them. */
export interface ScheduleRow {
  id: string;
  space: string;
  title: string;
  starts_at: number;
  minutes: number;
  zone: string;
  /** JSON: the recurrence; `null` for a single meeting. */
  recurrence: string;
  /** How often it was changed, for calendars. */
  sequence: number;
  created_at: number;
}

/** What operators tell everybody; at most one row. */
interface NoticeRow {
  id: number;
  text: string;
  from_at: number | null;
  until_at: number | null;
}

/** One recording. `chapters` is JSON. */
export interface RecordingRow {
  id: string;
  room: string;
  /** Both null in a room without a space. */
  space: string | null;
  organisation: string | null;
  /** The recording of the main meeting, for one of a breakout. */
  parent: string | null;
  title: string;
  state: string;
  visibility: string;
  download: 0 | 1;
  chat: string;
  /** The secret parts of the link, for people who play it and who manage it, and the code. */
  pass_key: string;
  manager_key: string;
  code: string;
  started_at: number;
  /** The length of its clock, in ms. */
  duration: number;
  bytes: number;
  /** While it is written: the most bytes that it may have by now; 0 without a bound, and later. */
  reserved: number;
  views: number;
  chapters: string;
  /** Since when it is in the bin; 0 while it is being erased. */
  deleted_at: number | null;
}

/** The tables of records, the same on SQLite and PostgreSQL. */
export interface RecordTables {
  tiers: TierRow;
  organisations: OrganisationRow;
  memberships: MembershipRow;
  invitations: InvitationRow;
  api_keys: ApiKeyRow;
  audit: AuditRow;
  spaces: SpaceRow;
  space_hosts: SpaceHostRow;
  meetings: MeetingRow;
  attendances: AttendanceRow;
  seat_accounts: SeatAccountRow;
  prepared: PreparedRow;
  usage: UsageRow;
  schedules: ScheduleRow;
  notices: NoticeRow;
  recordings: RecordingRow;
}
