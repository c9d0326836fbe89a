import type { ServerLimit } from './features/duration/opening.ts';
import type { Metrics } from './metrics/Metrics.ts';
import type { BbbSettings } from './gateway/http/bbb/ports.ts';
import type { CreateRooms } from './gateway/http/createRoom.ts';
import type { DailyBytes } from './gateway/http/UploadBudget.ts';
import type { IdentitySettings } from './identity/settings.ts';
import type { MailSettings } from './mail/ports.ts';
import type { OutwardSettings } from './outward/addresses.ts';
import type { Resolve } from './outward/resolving.ts';
import type { NodeCertificates } from './gateway/NodeDoor.ts';
import type { RelaySettings } from './gateway/relays.ts';
import type { PlaceBounds } from './room/findPlace.ts';

/** The settings of a server. Times in ms. */
export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly publicHost: string | undefined;
  /** The port at which a reverse proxy serves us by https; unused without a proxy. */
  readonly publicPort: number;
  /** PEM texts. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly bounds: PlaceBounds;
  /** Where the other nodes of a cluster reach this one, and the certificates for it; undefined for a single server. */
  readonly nodes?:
    | { readonly host: string; readonly port: number; readonly certificates: NodeCertificates }
    | undefined;
  /** The bound of the log of one room, in bytes. */
  readonly logBytes: number;
  /** Where the log is, when that is another disk than that of the files. */
  readonly databaseUrl?: string | undefined;
  readonly trustProxy: number;
  /** The most lines of one address at once. */
  readonly addressLines: number;
  readonly clientFolder: string;
  readonly version: string;
  readonly graceMs: number;
  readonly retentionMs: number;
  /** Returns the number of uncaught faults since the process began; 0 when left out. */
  readonly faults?: () => number;
  /** How long a room that no member has ever entered is kept. */
  readonly unenteredMs: number;
  /** How long a recording that belongs to no space is kept, in days. */
  readonly recordingDays: number;
  /** Whether this server makes files of recordings. */
  readonly copies: boolean;
  /** The path of Chromium; undefined: it is looked for. */
  readonly chromium?: string | undefined;
  readonly createRooms: CreateRooms;
  /** Measures requests and appends; undefined: nothing is measured. */
  readonly metrics?: Pick<Metrics, 'over' | 'onAnswered'> | undefined;
  /** The limit of all rooms that belong to no space; undefined: they have none. */
  readonly roomLimit?: ServerLimit | undefined;
  /** The most rooms that one address may open in an hour. */
  readonly roomsPerHour: number;
  readonly dailyBytes: DailyBytes;
  readonly identity: IdentitySettings;
  /** The most bytes to which the archive of a space may unpack. */
  readonly importBytes: number;
  readonly mail: MailSettings;
  /** BigBlueButton's API; undefined: no secret of the whole server, and all hash functions. */
  readonly bbb?: BbbSettings | undefined;
  /** Which addresses that strangers give are asked, and how their names are resolved; left out: all that are public. */
  readonly outward?: (OutwardSettings & { readonly resolve?: Resolve }) | undefined;
  /** The pauses before a webhook is tried again, in ms; left out: up to an hour. */
  readonly webhookPausesMs?: readonly number[] | undefined;
  /** The TURN server for browsers whose network blocks the media ports. */
  readonly relay?: RelaySettings | undefined;
}
