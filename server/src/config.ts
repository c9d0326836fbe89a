import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { limits } from '@plenum/shared/core/limits';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { type ChecksumAlgorithm, checksumAlgorithms } from './gateway/http/bbb/checksum.ts';
import { type Registration, registrations } from './identity/settings.ts';
import type { MailSettings } from './mail/ports.ts';
import type { Hosts } from './identity/provider/hosts.ts';
import { isAllowEntry, type OutwardSettings } from './outward/addresses.ts';
import { isWeakSecret } from './weakSecret.ts';

const text = z.optional(z.string().check(z.minLength(1)));
const whole = (fallback: number, min: number, max: number) =>
  z._default(z.coerce.number().check(z.int(), z.minimum(min), z.maximum(max)), fallback);

const weak = 'is a word of an example';
const strong = z.refine<string>((secret) => !isWeakSecret(secret), weak);
const strongEach = z.refine<string>((list) => !list.split(',').some((one) => isWeakSecret(one.trim())), weak);
const hosts = z.refine<string>((list) => listOf(list).every((one) => one === '' || isAllowEntry(one)));

/** Hosts of other servers, with a port where it is not the usual one; or `off`. */
const serverHosts = z.refine<string>(
  (list) => list === 'off' || listOf(list).every((one) => /^[a-z0-9.-]{1,253}(:\d{1,5})?$/.test(one)),
);

const Environment = z.object({
  PLENUM_HOST: text,
  PLENUM_PORT: whole(4443, 1, 65_535),
  PLENUM_PUBLIC_HOST: z.optional(z.string().check(z.regex(/^[a-zA-Z0-9.:-]{1,253}$/))),
  PLENUM_PUBLIC_PORT: whole(443, 1, 65_535),
  PLENUM_TLS_CERT: text,
  PLENUM_TLS_KEY: text,
  PLENUM_DATA: z._default(z.string().check(z.minLength(1)), 'data'),
  PLENUM_DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\/\S+$/))),
  PLENUM_NODE_NAME: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))),
  PLENUM_NODE_URL: z.optional(z.string().check(z.regex(/^https?:\/\/[a-zA-Z0-9.:[\]-]{1,253}$/))),
  PLENUM_NODE_INNER: z.optional(z.string().check(z.regex(/^[a-zA-Z0-9.:[\]-]{1,253}:\d{1,5}$/))),
  PLENUM_NODE_CA: text,
  PLENUM_NODE_CERT: text,
  PLENUM_NODE_KEY: text,
  PLENUM_NATS_URL: z.optional(z.string().check(z.regex(/^(tls|nats):\/\/[^\s,]+(\s*,\s*(tls|nats):\/\/[^\s,]+)*$/))),
  PLENUM_NATS_SEED: z.optional(z.string().check(z.regex(/^SU[A-Z2-7]{56}$/))),
  PLENUM_SHARED: text,
  PLENUM_RTC_PORT: whole(44_400, 1, 65_000),
  PLENUM_ANNOUNCED_ADDRESS: text,
  PLENUM_WORKERS: whole(Math.min(cpus().length, 16), 1, 64),
  PLENUM_TURN_URL: z.optional(z.string().check(z.regex(/^turns?:[^\s,]+(\s*,\s*turns?:[^\s,]+)*$/))),
  PLENUM_TURN_SECRET: z.optional(z.string().check(z.minLength(16), strong)),
  PLENUM_WORKER_CONSUMERS: whole(0, 0, 1_000_000),
  PLENUM_AUDIO_SLOTS: whole(3, 0, mediaLimits.audioSlots),
  PLENUM_CONVERTERS: whole(Math.min(Math.max(1, Math.floor(availableParallelism() / 2)), 16), 1, 64),
  PLENUM_OFFICE: z._default(z.enum(['shielded', 'always', 'off']), 'shielded'),
  PLENUM_GRACE_SECONDS: whole(60, 1, 3_600),
  PLENUM_RETENTION_MINUTES: whole(60, 1, 525_600),
  PLENUM_UNENTERED_MINUTES: whole(10, 1, 525_600),
  PLENUM_IMPORT_GB: whole(50, 1, 10_000),
  PLENUM_RECORDING_DAYS: whole(90, 1, 3_650),
  PLENUM_CREATE_ROOMS: z.optional(z.enum(['everyone', 'key', 'accounts', 'nobody'])),
  PLENUM_CREATE_KEY: z.optional(z.string().check(z.regex(/^[^\s,]{12,200}(\s*,\s*[^\s,]{12,200})*$/), strongEach)),
  PLENUM_BBB_SECRET: z.optional(z.string().check(z.regex(/^\S{32,200}$/), strong)),
  PLENUM_BBB_CHECKSUMS: z._default(
    z.string().check(z.regex(/^sha(1|256|384|512)(\s*,\s*sha(1|256|384|512))*$/)),
    'sha1,sha256,sha384,sha512',
  ),
  PLENUM_REGISTRATION: z.optional(z.enum(registrations)),
  PLENUM_OIDC_FILE: text,
  PLENUM_HOME_SERVERS: z._default(z.string().check(serverHosts), 'off'),
  PLENUM_GUEST_SERVERS: z._default(z.union([z.literal('open'), z.string().check(serverHosts)]), 'off'),
  PLENUM_SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\/\S+$/))),
  PLENUM_MAIL_FROM: z.optional(z.string().check(z.maxLength(254), z.regex(/^[^\p{Cc}]+@[^\p{Cc}]+$/u))),
  PLENUM_OUTWARD_ALLOW: z._default(z.string().check(hosts), ''),
  PLENUM_OUTWARD_ONLY: z._default(z.string().check(hosts), ''),
  PLENUM_OUTWARD_SCHEMES: z._default(z.enum(['https,http', 'https']), 'https,http'),
  PLENUM_ROOM_MINUTES: whole(0, 0, durationLimits.mostMinutes),
  PLENUM_ROOM_EXTENSION_MINUTES: whole(0, 0, durationLimits.mostMinutes),
  PLENUM_ROOMS_PER_HOUR: whole(200, 1, 1_000_000),
  PLENUM_PERSON_DAY_MB: whole(2_048, 1, 1_000_000_000),
  PLENUM_ADDRESS_DAY_MB: whole(10_240, 1, 1_000_000_000),
  PLENUM_FILES_GB: whole(0, 0, 1_000_000),
  PLENUM_FREE_SPACE_MB: whole(1_024, 0, 1_000_000_000),
  PLENUM_ROOM_PEOPLE: whole(500, 2, limits.membersPerRoom),
  PLENUM_ROOM_WAITING: whole(100, 1, limits.membersPerRoom),
  PLENUM_ADDRESS_SEATS: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(limits.membersPerRoom))),
  PLENUM_ADDRESS_WAITING: whole(10, 1, limits.membersPerRoom),
  PLENUM_ROOM_LOG_MB: whole(256, 16, 65_536),
  PLENUM_TRUST_PROXY: whole(0, 0, 5),
  PLENUM_ADDRESS_LINES: whole(2_000, 1, 1_000_000),
  PLENUM_METRICS_PORT: whole(0, 0, 65_535),
  PLENUM_METRICS_HOST: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  PLENUM_METRICS_TOKEN: z.optional(z.string().check(z.regex(/^\S{16,200}$/), strong)),
  PLENUM_LOG_LEVEL: z._default(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), 'info'),
});

const megabyte = 1024 ** 2;
function listOf(text: string): string[] {
  return text.split(',').map((one) => one.trim());
}

/** The allowed values of each variable, for the error that an operator reads. */
const expected: Readonly<Record<string, string>> = {
  PLENUM_PORT: 'a port number from 1 to 65535',
  PLENUM_PUBLIC_HOST: 'a host name or an IP address, without scheme and port',
  PLENUM_PUBLIC_PORT: 'the port on which a reverse proxy serves Plenum, from 1 to 65535',
  PLENUM_DATABASE_URL: 'a postgres:// address; leave it out to use the embedded database',
  PLENUM_NODE_NAME: 'the name of this node in its cluster: small letters, digits and hyphens, at most 40',
  PLENUM_NODE_URL: 'the address at which browsers reach this node itself, such as https://n1.meet.example.org',
  PLENUM_NODE_INNER: 'the host and port at which other nodes reach this one, such as 10.0.0.1:4500',
  PLENUM_NATS_URL: 'the addresses of the NATS servers, separated by commas, such as tls://10.0.0.1:4222',
  PLENUM_NATS_SEED: "the seed of this node's NKey, which begins with SU",
  PLENUM_RTC_PORT: 'a port number from 1 to 65000; each media worker takes one port from there upward',
  PLENUM_WORKERS: 'a number of media workers from 1 to 64',
  PLENUM_WORKER_CONSUMERS:
    'how many streams one media worker sends before the next members of a room go to another one, up to 1000000; 0: only when it has no time left',
  PLENUM_TURN_URL: 'turn: or turns: addresses, separated by commas, such as turn:relay.example.org:3478',
  PLENUM_TURN_SECRET: 'the static-auth-secret of coturn, at least 16 characters and no word of an example',
  PLENUM_AUDIO_SLOTS: `how many people are heard at the same time, 1 to ${mediaLimits.audioSlots}, or 0 to send every microphone to everybody`,
  PLENUM_CONVERTERS: 'how many uploaded files are converted at the same time, from 1 to 64',
  PLENUM_OFFICE:
    'shielded (LibreOffice converts documents where this system can run it in a sandbox), always (everywhere) or off',
  PLENUM_GRACE_SECONDS: 'seconds from 1 to 3600',
  PLENUM_RETENTION_MINUTES: 'minutes from 1 to 525600',
  PLENUM_UNENTERED_MINUTES: 'minutes from 1 to 525600',
  PLENUM_IMPORT_GB: 'the most gigabytes to which the archive of a space may unpack, 1 to 10000',
  PLENUM_RECORDING_DAYS: 'days from 1 to 3650',
  PLENUM_CREATE_ROOMS: 'one of everyone, key, accounts, nobody',
  PLENUM_BBB_SECRET: 'a secret of 32 to 200 characters without spaces, no word of an example',
  PLENUM_BBB_CHECKSUMS: 'one or several of sha1, sha256, sha384, sha512 with commas between',
  PLENUM_REGISTRATION: 'one of open, invitation, approval, closed',
  PLENUM_OIDC_FILE: 'the path of a JSON file with the providers of accounts',
  PLENUM_HOME_SERVERS: 'off, or hosts with commas between, such as plenum.example.org, meet.example.com:4443',
  PLENUM_GUEST_SERVERS: 'off, open, or hosts with commas between, such as plenum.example.org',
  PLENUM_SMTP_URL: 'an address like smtps://user:password@mail.example.org',
  PLENUM_MAIL_FROM: 'the sender of e-mails, such as Plenum <plenum@example.org>',
  PLENUM_CREATE_KEY:
    'one key or several with commas between, each of 12 to 200 characters without spaces, no word of an example',
  PLENUM_OUTWARD_ALLOW:
    'hosts, addresses and networks in private networks, with commas between, such as moodle.intern, 10.1.0.0/16',
  PLENUM_OUTWARD_ONLY: 'hosts, addresses and networks, with commas between, such as moodle.example.org, *.example.edu',
  PLENUM_OUTWARD_SCHEMES: 'https,http or https',
  PLENUM_ROOM_MINUTES: `how many minutes a meeting lasts, 1 to ${durationLimits.mostMinutes}, or 0 for no limit`,
  PLENUM_ROOM_EXTENSION_MINUTES: `by how many minutes moderators may extend a meeting, 0 to ${durationLimits.mostMinutes}`,
  PLENUM_ROOMS_PER_HOUR: 'how many rooms one address may open in an hour, 1 to 1000000',
  PLENUM_PERSON_DAY_MB: 'megabytes that one browser may upload in a day, at least 1',
  PLENUM_ADDRESS_DAY_MB: 'megabytes that one address may upload in a day, at least 1',
  PLENUM_FILES_GB: 'gigabytes that all files may take together; 0 for no bound but the free space',
  PLENUM_FREE_SPACE_MB: 'megabytes that uploads leave free on the disk, 0 or more',
  PLENUM_ROOM_PEOPLE: `how many people one room takes, 2 to ${limits.membersPerRoom}`,
  PLENUM_ROOM_WAITING: `how many people may wait outside one room, 1 to ${limits.membersPerRoom}`,
  PLENUM_ADDRESS_SEATS: `how many people without a key one address may bring into one room, 1 to ${limits.membersPerRoom}`,
  PLENUM_ADDRESS_WAITING: `how many people of one address may wait outside one room, 1 to ${limits.membersPerRoom}`,
  PLENUM_ROOM_LOG_MB: 'how many megabytes the log of one room may have, 16 to 65536',
  PLENUM_TRUST_PROXY: 'the number of reverse proxies in front of Plenum, 0 to 5',
  PLENUM_ADDRESS_LINES: 'how many lines one address may have open at once, 1 to 1000000; each person has two or three',
  PLENUM_METRICS_PORT: 'a port number from 1 to 65535 on which /metrics is served, or 0 for none',
  PLENUM_METRICS_TOKEN:
    'a token of 16 to 200 characters without spaces, no word of an example, which the scraper sends',
  PLENUM_LOG_LEVEL: 'one of fatal, error, warn, info, debug, silent',
};

/** The settings of one node of a cluster. */
export interface NodeConfig {
  readonly name: string;
  /** The origin at which browsers open lines to this node. */
  readonly url: string;
  readonly inner: { readonly host: string; readonly port: number };
  /** Paths of PEM files: the authority of the cluster, and this node's own certificate and key. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  readonly nats: { readonly servers: readonly string[]; readonly seed: string | undefined } | undefined;
}

/** All settings, parsed once. Times in ms. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicHost: string | undefined;
  /** The port at which a reverse proxy serves us. */
  readonly publicPort: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly data: string;
  /** The folder of files and recordings: the data folder, or one that all nodes of a cluster share. */
  readonly shared: string;
  /** This server as one node of several; undefined for a single one. */
  readonly node: NodeConfig | undefined;
  readonly databaseUrl: string | undefined;
  readonly rtc: { readonly port: number; readonly listenIp: string; readonly announcedAddress: string | undefined };
  /** The TURN server; undefined without one. */
  readonly relay: { readonly urls: readonly string[]; readonly secret: string } | undefined;
  readonly workers: number;
  /**
   * The streams that one media worker sends before a room's next members go to another worker; infinite: only when it has
   * no time left.
   */
  readonly workerConsumers: number;
  /** How many speakers a room hears at once; 0: every microphone goes to every member. */
  readonly audioSlots: number;
  /** How many uploaded files are converted at once. */
  readonly converters: number;
  /** Where office documents are converted: where the program can run in a sandbox, everywhere, or nowhere. */
  readonly office: 'shielded' | 'always' | 'off';
  readonly graceMs: number;
  /** How long a recording that belongs to no space is kept, in days. */
  readonly recordingDays: number;
  /** The most bytes to which the archive of a space may unpack. */
  readonly importBytes: number;
  readonly retentionMs: number;
  /** How long a room that no member has ever entered is kept. */
  readonly unenteredMs: number;
  readonly createRooms:
    | { readonly who: 'everyone' | 'nobody' | 'accounts' }
    | { readonly who: 'key'; readonly keys: readonly string[] };
  /** BigBlueButton's API: the secret of the whole server, and the hash functions that checksums may have. */
  readonly bbb: { readonly secret: string | undefined; readonly checksums: readonly ChecksumAlgorithm[] };
  readonly registration: Registration;
  /** The file of the OpenID Connect providers; undefined without any. */
  readonly providersFile: string | undefined;
  /** The other Plenums whose accounts are taken here. */
  readonly homes: 'off' | readonly string[];
  /** The other servers that may register here to sign people in with accounts of this one. */
  readonly guests: Hosts;
  readonly mail: MailSettings;
  /** Which addresses that strangers give are asked. */
  readonly outward: OutwardSettings;
  /** The limit of all rooms that belong to no space, in minutes; undefined: they have none. */
  readonly roomLimit: { readonly minutes: number; readonly extendable: number } | undefined;
  /** The most rooms that one address may open in an hour. */
  readonly roomsPerHour: number;
  /** The bytes that one browser, and all browsers of one address, may upload in a day. */
  readonly dailyBytes: { readonly person: number; readonly address: number };
  /** The most bytes of all files, and the bytes that stay free on the disk. */
  readonly disk: { readonly quotaBytes: number; readonly freeBytes: number };
  /** The most people in one room, inside and outside, of all addresses and of one. */
  readonly bounds: {
    readonly roomPeople: number;
    readonly roomWaiting: number;
    readonly addressSeats: number;
    readonly addressWaiting: number;
  };
  /** The bound of the log of one room, in bytes. */
  readonly logBytes: number;
  readonly trustProxy: number;
  /** The most lines of one address at once. */
  readonly addressLines: number;
  /** Where `/metrics` is served; undefined: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number; readonly token: string | undefined } | undefined;
  readonly logLevel: string;
}

/** A mistake in the configuration that the operator can correct; the operator sees only its message. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** @throws ConfigError when a setting lacks another one without which it is of no use */
function requireTogether(env: z.infer<typeof Environment>): void {
  if ((env.PLENUM_TLS_CERT === undefined) !== (env.PLENUM_TLS_KEY === undefined)) {
    throw new ConfigError('PLENUM_TLS_CERT and PLENUM_TLS_KEY belong together: set both or neither.');
  }
  if ((env.PLENUM_TURN_URL === undefined) !== (env.PLENUM_TURN_SECRET === undefined)) {
    throw new ConfigError('PLENUM_TURN_URL and PLENUM_TURN_SECRET belong together: set both or neither.');
  }
  if ((env.PLENUM_CREATE_ROOMS === 'key') !== (env.PLENUM_CREATE_KEY !== undefined)) {
    throw new ConfigError('PLENUM_CREATE_ROOMS=key and PLENUM_CREATE_KEY belong together: set both or neither.');
  }
  if (env.PLENUM_ROOM_EXTENSION_MINUTES > 0 && env.PLENUM_ROOM_MINUTES === 0) {
    throw new ConfigError('PLENUM_ROOM_EXTENSION_MINUTES extends PLENUM_ROOM_MINUTES: set both, or leave both out.');
  }
  const ofNode = [
    env.PLENUM_NODE_URL,
    env.PLENUM_NODE_INNER,
    env.PLENUM_NODE_CA,
    env.PLENUM_NODE_CERT,
    env.PLENUM_NODE_KEY,
  ];
  if ([...ofNode, env.PLENUM_NODE_NAME].some((one) => one !== undefined)) {
    if ([...ofNode, env.PLENUM_NODE_NAME, env.PLENUM_SHARED, env.PLENUM_DATABASE_URL].includes(undefined)) {
      throw new ConfigError(
        'A node of a cluster needs all of PLENUM_NODE_NAME, PLENUM_NODE_URL, PLENUM_NODE_INNER, PLENUM_NODE_CA, PLENUM_NODE_CERT, PLENUM_NODE_KEY, PLENUM_SHARED and PLENUM_DATABASE_URL.',
      );
    }
  } else if (env.PLENUM_NATS_URL !== undefined || env.PLENUM_SHARED !== undefined) {
    throw new ConfigError('PLENUM_NATS_URL and PLENUM_SHARED are for nodes of a cluster: set PLENUM_NODE_NAME too.');
  }
  const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(env.PLENUM_METRICS_HOST);
  if (env.PLENUM_METRICS_PORT > 0 && !isLoopback && env.PLENUM_METRICS_TOKEN === undefined) {
    throw new ConfigError('PLENUM_METRICS_HOST is not this machine alone: set PLENUM_METRICS_TOKEN too.');
  }
}

/** Reads the settings from the environment. @throws ConfigError with the variable and its allowed values */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? 'environment');
    const shown = /_(SECRET|CREATE_KEY|SMTP_URL|TOKEN|DATABASE_URL|NATS_SEED|NATS_URL)$/.test(name)
      ? ''
      : ` is "${given[name] ?? ''}" but`;
    throw new ConfigError(`${name}${shown} must be ${expected[name] ?? 'a text that is not empty'}.`);
  }
  const env = parsed.data;
  requireTogether(env);
  const { PLENUM_TURN_URL: turn, PLENUM_TURN_SECRET: secret } = env;
  const isPublic = env.PLENUM_PUBLIC_HOST !== undefined;
  const { PLENUM_CREATE_ROOMS: who = isPublic ? 'accounts' : 'everyone', PLENUM_CREATE_KEY: createKey } = env;
  const listen = env.PLENUM_HOST ?? (isPublic ? '0.0.0.0' : '127.0.0.1');
  const { PLENUM_TLS_CERT: cert, PLENUM_TLS_KEY: key } = env;
  return {
    host: listen,
    port: env.PLENUM_PORT,
    publicHost: env.PLENUM_PUBLIC_HOST,
    publicPort: env.PLENUM_PUBLIC_PORT,
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    data: resolve(env.PLENUM_DATA),
    shared: resolve(env.PLENUM_SHARED ?? env.PLENUM_DATA),
    node: nodeOf(env),
    databaseUrl: env.PLENUM_DATABASE_URL,
    rtc: {
      port: env.PLENUM_RTC_PORT,
      listenIp: isPublic ? '0.0.0.0' : '127.0.0.1',
      announcedAddress: env.PLENUM_ANNOUNCED_ADDRESS ?? env.PLENUM_PUBLIC_HOST,
    },
    relay: turn === undefined || secret === undefined ? undefined : { urls: listOf(turn), secret },
    workers: env.PLENUM_WORKERS,
    workerConsumers: env.PLENUM_WORKER_CONSUMERS || Number.POSITIVE_INFINITY,
    audioSlots: env.PLENUM_AUDIO_SLOTS,
    converters: env.PLENUM_CONVERTERS,
    office: env.PLENUM_OFFICE,
    graceMs: env.PLENUM_GRACE_SECONDS * 1000,
    retentionMs: env.PLENUM_RETENTION_MINUTES * 60_000,
    unenteredMs: env.PLENUM_UNENTERED_MINUTES * 60_000,
    recordingDays: env.PLENUM_RECORDING_DAYS,
    importBytes: env.PLENUM_IMPORT_GB * 1_024 * megabyte,
    createRooms: who === 'key' ? { who, keys: listOf(createKey ?? '') } : { who },
    bbb: bbbOf(env),
    ...identityOf(env),
    mail: mailOf(env),
    outward: outwardOf(env),
    roomLimit:
      env.PLENUM_ROOM_MINUTES > 0
        ? { minutes: env.PLENUM_ROOM_MINUTES, extendable: env.PLENUM_ROOM_EXTENSION_MINUTES }
        : undefined,
    roomsPerHour: env.PLENUM_ROOMS_PER_HOUR,
    dailyBytes: { person: env.PLENUM_PERSON_DAY_MB * megabyte, address: env.PLENUM_ADDRESS_DAY_MB * megabyte },
    disk: diskOf(env),
    bounds: {
      roomPeople: env.PLENUM_ROOM_PEOPLE,
      roomWaiting: env.PLENUM_ROOM_WAITING,
      addressSeats: env.PLENUM_ADDRESS_SEATS ?? env.PLENUM_ROOM_PEOPLE,
      addressWaiting: env.PLENUM_ADDRESS_WAITING,
    },
    logBytes: env.PLENUM_ROOM_LOG_MB * 1024 * 1024,
    trustProxy: env.PLENUM_TRUST_PROXY,
    addressLines: env.PLENUM_ADDRESS_LINES,
    metrics:
      env.PLENUM_METRICS_PORT > 0
        ? { host: env.PLENUM_METRICS_HOST, port: env.PLENUM_METRICS_PORT, token: env.PLENUM_METRICS_TOKEN }
        : undefined,
    logLevel: env.PLENUM_LOG_LEVEL,
  };
}

function outwardOf(env: z.infer<typeof Environment>): OutwardSettings {
  return {
    schemes: env.PLENUM_OUTWARD_SCHEMES === 'https' ? ['https'] : ['https', 'http'],
    allow: listOf(env.PLENUM_OUTWARD_ALLOW).filter((one) => one !== ''),
    only: listOf(env.PLENUM_OUTWARD_ONLY).filter((one) => one !== ''),
  };
}

function bbbOf(env: z.infer<typeof Environment>): Config['bbb'] {
  const named = listOf(env.PLENUM_BBB_CHECKSUMS);
  return { secret: env.PLENUM_BBB_SECRET, checksums: checksumAlgorithms.filter((one) => named.includes(one)) };
}

function nodeOf(env: z.infer<typeof Environment>): NodeConfig | undefined {
  const { PLENUM_NODE_NAME: name, PLENUM_NODE_URL: url, PLENUM_NODE_INNER: inner, PLENUM_NATS_URL: nats } = env;
  const { PLENUM_NODE_CA: ca, PLENUM_NODE_CERT: cert, PLENUM_NODE_KEY: key, PLENUM_NATS_SEED: seed } = env;
  if (!name || !url || !inner || !ca || !cert || !key) return undefined;
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(inner) ?? [];
  return {
    name,
    url,
    inner: { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) },
    tls: { ca: resolve(ca), cert: resolve(cert), key: resolve(key) },
    nats: nats === undefined ? undefined : { servers: listOf(nats), seed },
  };
}

function diskOf(env: z.infer<typeof Environment>): Config['disk'] {
  return {
    quotaBytes: env.PLENUM_FILES_GB * 1_024 * megabyte || Number.POSITIVE_INFINITY,
    freeBytes: env.PLENUM_FREE_SPACE_MB * megabyte,
  };
}

function identityOf(
  env: z.infer<typeof Environment>,
): Pick<Config, 'registration' | 'providersFile' | 'homes' | 'guests'> {
  const { PLENUM_HOME_SERVERS: homes, PLENUM_GUEST_SERVERS: guests, PLENUM_PUBLIC_HOST: publicHost } = env;
  return {
    registration: env.PLENUM_REGISTRATION ?? (publicHost === undefined ? 'open' : 'invitation'),
    providersFile: env.PLENUM_OIDC_FILE,
    homes: homes === 'off' ? homes : listOf(homes),
    guests: guests === 'off' || guests === 'open' ? guests : listOf(guests),
  };
}

function mailOf(env: z.infer<typeof Environment>): MailSettings {
  const from = env.PLENUM_MAIL_FROM ?? `Plenum <plenum@${env.PLENUM_PUBLIC_HOST ?? 'localhost'}>`;
  if (env.PLENUM_SMTP_URL !== undefined) return { by: 'smtp', url: env.PLENUM_SMTP_URL, from };
  return { by: 'outbox', folder: join(resolve(env.PLENUM_DATA), 'outbox'), from };
}
