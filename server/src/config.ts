import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type * as z from 'zod/mini';
import { type ChecksumAlgorithm, checksumAlgorithms } from './gateway/http/bbb/checksum.ts';
import type { Registration } from './identity/settings.ts';
import type { MailSettings } from './mail/ports.ts';
import type { Hosts } from './identity/provider/hosts.ts';
import type { OutwardSettings } from './outward/addresses.ts';

import { Environment, expected, listOf } from './environment.ts';

const megabyte = 1024 ** 2;

/** The settings of the media of one node of a cluster. */
export interface NodeMediaConfig {
  /** Where it listens for the owners of rooms. */
  readonly host: string;
  readonly port: number;
  readonly region: string | undefined;
  /** Where streams to and from the workers of other nodes go. */
  readonly pipes: { readonly ip: string; readonly ports: { readonly min: number; readonly max: number } | undefined };
}

/** The settings of one node of a cluster. */
export interface NodeConfig {
  readonly name: string;
  /** The origin at which browsers open lines to this node. */
  readonly url: string;
  readonly inner: { readonly host: string; readonly port: number };
  /** Paths of PEM files: the authority of the cluster, and this node's own certificate and key. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
  /** How its media are on other nodes too, and those of other nodes here; undefined: not at all. */
  readonly media: NodeMediaConfig | undefined;
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
  /** The keys with which recordings are encrypted and read; new ones with the first. */
  readonly recordingKeys: readonly string[];
  /** Whether this server makes files of recordings, and with which Chromium; undefined: the one that is found. */
  readonly copies: boolean;
  readonly chromium: string | undefined;
  /** The most bytes to which the archive of a space may unpack. */
  readonly importBytes: number;
  readonly retentionMs: number;
  /** How long a room that no member has ever entered is kept. */
  readonly unenteredMs: number;
  readonly createRooms:
    | { readonly who: 'everyone' | 'nobody' | 'accounts' }
    | { readonly who: 'key'; readonly keys: readonly string[] };
  /** BigBlueButton's API: the secret of the whole server, the hash functions that checksums may have, and its permanent hooks. */
  readonly bbb: {
    readonly secret: string | undefined;
    readonly checksums: readonly ChecksumAlgorithm[];
    readonly hooks: readonly string[];
  };
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
  if (env.PLENUM_BBB_HOOKS !== undefined && env.PLENUM_BBB_SECRET === undefined) {
    throw new ConfigError('PLENUM_BBB_HOOKS are told of meetings of PLENUM_BBB_SECRET: set both, or leave both out.');
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
  } else if ([env.PLENUM_NATS_URL, env.PLENUM_SHARED, env.PLENUM_NODE_MEDIA].some((one) => one !== undefined)) {
    throw new ConfigError(
      'PLENUM_NATS_URL, PLENUM_SHARED and PLENUM_NODE_MEDIA are for nodes of a cluster: set PLENUM_NODE_NAME too.',
    );
  }
  const ofMedia = [env.PLENUM_NODE_REGION, env.PLENUM_PIPE_ADDRESS, env.PLENUM_PIPE_PORTS];
  if (env.PLENUM_NODE_MEDIA === undefined && ofMedia.some((one) => one !== undefined)) {
    throw new ConfigError(
      'PLENUM_NODE_REGION, PLENUM_PIPE_ADDRESS and PLENUM_PIPE_PORTS are for media over nodes: set PLENUM_NODE_MEDIA too.',
    );
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
    const shown = /_(SECRET|CREATE_KEY|SMTP_URL|TOKEN|RECORDING_KEY|DATABASE_URL|NATS_SEED|NATS_URL)$/.test(name)
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
    recordingKeys: env.PLENUM_RECORDING_KEY === undefined ? [] : listOf(env.PLENUM_RECORDING_KEY),
    copies: env.PLENUM_COPIES === 'on',
    chromium: env.PLENUM_CHROMIUM,
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
  const checksums = checksumAlgorithms.filter((one) => named.includes(one));
  const hooks = env.PLENUM_BBB_HOOKS === undefined ? [] : listOf(env.PLENUM_BBB_HOOKS);
  return { secret: env.PLENUM_BBB_SECRET, checksums, hooks };
}

function nodeOf(env: z.infer<typeof Environment>): NodeConfig | undefined {
  const { PLENUM_NODE_NAME: name, PLENUM_NODE_URL: url, PLENUM_NODE_INNER: inner, PLENUM_NATS_URL: nats } = env;
  const { PLENUM_NODE_CA: ca, PLENUM_NODE_CERT: cert, PLENUM_NODE_KEY: key, PLENUM_NATS_SEED: seed } = env;
  if (!name || !url || !inner || !ca || !cert || !key) return undefined;
  return {
    name,
    url,
    inner: hostAndPort(inner),
    media: nodeMediaOf(env),
    tls: { ca: resolve(ca), cert: resolve(cert), key: resolve(key) },
    nats: nats === undefined ? undefined : { servers: listOf(nats), seed },
  };
}

function nodeMediaOf(env: z.infer<typeof Environment>): NodeMediaConfig | undefined {
  const { PLENUM_NODE_MEDIA: at, PLENUM_NODE_REGION: region, PLENUM_PIPE_PORTS: range } = env;
  if (at === undefined) return undefined;
  const { host, port } = hostAndPort(at);
  const ip = env.PLENUM_PIPE_ADDRESS ?? host;
  if (isIP(ip) === 0) {
    throw new ConfigError(
      'PLENUM_NODE_MEDIA has a host name: set PLENUM_PIPE_ADDRESS to an IP address of this machine.',
    );
  }
  const [min = 0, max = 0] = range?.split('-').map(Number) ?? [];
  return { host, port, region, pipes: { ip, ports: range === undefined ? undefined : { min, max } } };
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(text) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
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
