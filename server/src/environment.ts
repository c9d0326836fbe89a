import { isIP } from 'node:net';
import { availableParallelism, cpus } from 'node:os';
import * as z from 'zod/mini';
import { limits } from '@plenum/shared/core/limits';
import { durationLimits } from '@plenum/shared/features/duration/limits';
import { mediaLimits } from '@plenum/shared/features/media/limits';
import { registrations } from './identity/settings.ts';
import { isAllowEntry } from './outward/addresses.ts';
import { keyOf } from './recording/files/RecordingKeys.ts';
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

/** The most addresses of permanent hooks. */
const mostHooks = 10;
const webAddresses = z.refine<string>((list) => {
  const all = listOf(list);
  return all.length <= mostHooks && all.every((one) => /^https?:\/\/[^\s,]{1,2000}$/.test(one) && URL.canParse(one));
});

function isPortRange(text: string): boolean {
  const [, min = 0, max = 0] = /^(\d{4,5})-(\d{4,5})$/.exec(text)?.map(Number) ?? [];
  return min >= 1_024 && max <= 65_535 && max - min >= 10;
}

/** The variables that the server reads, with their bounds and defaults. */
export const Environment = z.object({
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
  PLENUM_NODE_MEDIA: z.optional(z.string().check(z.regex(/^[a-zA-Z0-9.:[\]-]{1,253}:\d{1,5}$/))),
  PLENUM_NODE_REGION: z.optional(z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))),
  PLENUM_PIPE_ADDRESS: z.optional(z.string().check(z.refine((address) => isIP(address) !== 0))),
  PLENUM_PIPE_PORTS: z.optional(z.string().check(z.refine(isPortRange))),
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
  PLENUM_RECORDING_KEY: z.optional(
    z.string().check(z.refine((list) => listOf(list).every((one) => keyOf(one) !== undefined))),
  ),
  PLENUM_COPIES: z._default(z.enum(['on', 'off']), 'on'),
  PLENUM_CHROMIUM: z.optional(z.string().check(z.regex(/^\//))),
  PLENUM_CREATE_ROOMS: z.optional(z.enum(['everyone', 'key', 'accounts', 'nobody'])),
  PLENUM_CREATE_KEY: z.optional(z.string().check(z.regex(/^[^\s,]{12,200}(\s*,\s*[^\s,]{12,200})*$/), strongEach)),
  PLENUM_BBB_SECRET: z.optional(z.string().check(z.regex(/^\S{32,200}$/), strong)),
  PLENUM_BBB_CHECKSUMS: z._default(
    z.string().check(z.regex(/^sha(1|256|384|512)(\s*,\s*sha(1|256|384|512))*$/)),
    'sha1,sha256,sha384,sha512',
  ),
  PLENUM_BBB_HOOKS: z.optional(z.string().check(webAddresses)),
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

/** The parts of a list that has commas. */
export function listOf(text: string): string[] {
  return text.split(',').map((one) => one.trim());
}

/** The allowed values of each variable, for the error that an operator reads. */
export const expected: Readonly<Record<string, string>> = {
  PLENUM_PORT: 'a port number from 1 to 65535',
  PLENUM_PUBLIC_HOST: 'a host name or an IP address, without scheme and port',
  PLENUM_PUBLIC_PORT: 'the port on which a reverse proxy serves Plenum, from 1 to 65535',
  PLENUM_DATABASE_URL: 'a postgres:// address; leave it out to use the embedded database',
  PLENUM_NODE_NAME: 'the name of this node in its cluster: small letters, digits and hyphens, at most 40',
  PLENUM_NODE_URL: 'the address at which browsers reach this node itself, such as https://n1.meet.example.org',
  PLENUM_NODE_INNER: 'the host and port at which other nodes reach this one, such as 10.0.0.1:4500',
  PLENUM_NODE_MEDIA: 'the host and port at which other nodes reach the media of this one, such as 10.0.0.1:4600',
  PLENUM_NODE_REGION: 'the region of this node: small letters, digits and hyphens, at most 40',
  PLENUM_PIPE_ADDRESS: 'an IP address of this machine at which the media workers of other nodes reach it',
  PLENUM_PIPE_PORTS: 'the first and the last of at least 11 UDP ports from 1024 to 65535, such as 46000-46999',
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
  PLENUM_RECORDING_KEY:
    'keys of 32 random bytes in base64 or hex, with commas between; "openssl rand -base64 32" makes one',
  PLENUM_COPIES: 'on (this server makes files of recordings, with Chromium and ffmpeg) or off',
  PLENUM_CHROMIUM: 'the path of Chromium, from the root',
  PLENUM_CREATE_ROOMS: 'one of everyone, key, accounts, nobody',
  PLENUM_BBB_SECRET: 'a secret of 32 to 200 characters without spaces, no word of an example',
  PLENUM_BBB_CHECKSUMS: 'one or several of sha1, sha256, sha384, sha512 with commas between',
  PLENUM_BBB_HOOKS: 'addresses that begin with https:// or http://, with commas between, at most 10',
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
