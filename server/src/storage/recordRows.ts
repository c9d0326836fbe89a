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

/** A secret of BigBlueButton's API. */
export interface BbbSecretRow {
  id: string;
  organisation: string;
  name: string;
  /** The secret, encrypted by the key of the server. */
  sealed: string;
  created_at: number;
}

/** A meeting that a program made with BigBlueButton's API. `owner` is an organisation, or empty for the server's own secret. */
export interface BbbMeetingRow {
  owner: string;
  internal_id: string;
  meeting_id: string;
  room: string;
  name: string;
  attendee_pw: string;
  moderator_pw: string;
  voice_bridge: string;
  /** The internal id of the parent of a breakout. */
  parent: string | null;
  /** JSON: all parameters of `create`, by name. */
  parameters: string;
  created_at: number;
  /** When the first person came. */
  started_at: number | null;
  ended_at: number | null;
  /** The people inside, as far as the log has been followed. */
  people: number;
}

/** What a program knows of a recording of its meeting. `metadata` is JSON: texts by name, in lower case. */
export interface BbbRecordingRow {
  id: string;
  owner: string;
  /** How the program names it: the internal id of the meeting, with a number behind it from the second one on. */
  record_id: string;
  internal_id: string;
  meeting_id: string;
  name: string;
  /** The internal id of the parent, for a recording of a breakout. */
  parent: string | null;
  sequence: number | null;
  free_join: 0 | 1;
  /** How many persons came to the meeting, when the recording was ready. */
  participants: number;
  metadata: string;
}

/** A person whom a program sent into a meeting. */
export interface BbbSessionRow {
  token_hash: string;
  room: string;
  member: string;
  /** The id of the person in the program. */
  user_id: string;
  /** JSON. */
  details: string;
  created_at: number;
  /** Since when the person is inside. */
  joined_at: number | null;
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

/** An address that is invited to a planned meeting. */
export interface PlanGuestRow {
  id: string;
  plan: string;
  /** In small letters. */
  email: string;
  /** When the last letter was due, epoch ms. */
  told_at: number;
  /** How many letters about changes there were. */
  changes: number;
  created_at: number;
}

/** How many invitations to planned meetings one organisation sent, or one address got, in a day. */
export interface LetterCountRow {
  /** `organisation:` and its id, or `address:` and the address. */
  subject: string;
  /** Days since 1970. */
  day: number;
  letters: number;
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

/** A file that the server makes of a recording, or has made. */
export interface RecordingCopyRow {
  recording: string;
  kind: string;
  state: string;
  /** The node that makes it. */
  node: string | null;
  /** The run that makes it: each run has another one. */
  run: string | null;
  /** How often it was begun since it was asked for. */
  tries: number;
  /** The part that is done, in thousandths. */
  share: number;
  bytes: number;
  asked_at: number;
  /** When its run was last heard of. */
  heard_at: number;
  why: string | null;
}

/** The tables of records, the same on SQLite and PostgreSQL. */
/** How often a token with a bounded number of uses was used. */
interface TokenUseRow {
  id: string;
  uses: number;
  expires_at: number;
}

/** A key with which another server signs links into spaces. */
export interface SigningKeyRow {
  id: string;
  organisation: string;
  name: string;
  algorithm: string;
  /** PEM; null for HS256, whose secret is derived. */
  public_key: string | null;
  /** JSON: the spaces that its links may open; null for all of the organisation. */
  spaces: string | null;
  created_at: number;
}

/** The web origins that may show the meetings of an organisation; JSON. */
interface FramesRow {
  organisation: string;
  origins: string;
}

/** A learning platform that an organisation trusts. `deployments` is JSON. */
export interface LtiPlatformRow {
  id: string;
  organisation: string;
  name: string;
  issuer: string;
  client_id: string;
  deployments: string;
  keys_url: string;
  sign_in_url: string;
  created_at: number;
  /** 1: registered when `/lti/login` was the address of all platforms, which still sends its people there; else 0. */
  shared_address: number;
}

/** The space of one activity of a platform; `link` is a hash of its deployment and id. */
interface LtiLinkRow {
  platform: string;
  link: string;
  space: string;
}

export interface RecordTables {
  tiers: TierRow;
  organisations: OrganisationRow;
  memberships: MembershipRow;
  invitations: InvitationRow;
  api_keys: ApiKeyRow;
  audit: AuditRow;
  bbb_secrets: BbbSecretRow;
  bbb_meetings: BbbMeetingRow;
  bbb_sessions: BbbSessionRow;
  bbb_recordings: BbbRecordingRow;
  spaces: SpaceRow;
  space_hosts: SpaceHostRow;
  meetings: MeetingRow;
  attendances: AttendanceRow;
  seat_accounts: SeatAccountRow;
  prepared: PreparedRow;
  usage: UsageRow;
  schedules: ScheduleRow;
  plan_guests: PlanGuestRow;
  letter_counts: LetterCountRow;
  notices: NoticeRow;
  recordings: RecordingRow;
  recording_copies: RecordingCopyRow;
  token_uses: TokenUseRow;
  signing_keys: SigningKeyRow;
  frames: FramesRow;
  lti_platforms: LtiPlatformRow;
  lti_links: LtiLinkRow;
}
