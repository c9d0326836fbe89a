import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

it('has a default for every variable: meetings on this machine only', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4443,
    tls: undefined,
    rtc: { listenIp: '127.0.0.1' },
  });
});

it('keeps a room on one media worker unless PLENUM_WORKER_CONSUMERS is set', () => {
  expect(readConfig({}).workerConsumers).toBe(Number.POSITIVE_INFINITY);
  expect(readConfig({ PLENUM_WORKER_CONSUMERS: '500' }).workerConsumers).toBe(500);
});

it('bounds the log of a room, in megabytes', () => {
  expect(readConfig({}).logBytes).toBe(256 * 1024 * 1024);
  expect(readConfig({ PLENUM_ROOM_LOG_MB: '1000' }).logBytes).toBe(1_000 * 1024 * 1024);
  expect(() => readConfig({ PLENUM_ROOM_LOG_MB: '1' })).toThrow('16 to 65536');
});

it('listens on all addresses when a public name is set', () => {
  const config = readConfig({ PLENUM_PUBLIC_HOST: 'meet.example' });
  expect(config).toMatchObject({ host: '0.0.0.0', rtc: { listenIp: '0.0.0.0', announcedAddress: 'meet.example' } });
});

it('treats an empty variable as unset', () => {
  expect(readConfig({ PLENUM_PORT: '' }).port).toBe(4443);
});

it.each([
  ['PLENUM_PORT', 'http'],
  ['PLENUM_PORT', '70000'],
  ['PLENUM_PORT', '80.5'],
  ['PLENUM_WORKERS', '0'],
  ['PLENUM_AUDIO_SLOTS', '9'],
  ['PLENUM_WORKER_CONSUMERS', '-1'],
  ['PLENUM_PUBLIC_HOST', 'https://meet.example'],
  ['PLENUM_METRICS_PORT', '70000'],
  ['PLENUM_LOG_LEVEL', 'loud'],
  ['PLENUM_GRACE_SECONDS', '-1'],
  ['PLENUM_UNENTERED_MINUTES', '0'],
  ['PLENUM_CREATE_ROOMS', 'friends'],
  ['PLENUM_BBB_HOOKS', 'ftp://a.example'],
  ['PLENUM_BBB_HOOKS', Array.from({ length: 11 }, (_, n) => `https://${n}.example`).join(',')],
  ['PLENUM_ROOMS_PER_HOUR', '0'],
  ['PLENUM_ROOM_MINUTES', '-1'],
  ['PLENUM_ROOM_MINUTES', '10081'],
  ['PLENUM_ROOM_EXTENSION_MINUTES', '1.5'],
  ['PLENUM_PERSON_DAY_MB', '0'],
  ['PLENUM_ADDRESS_DAY_MB', 'all'],
  ['PLENUM_FILES_GB', '-1'],
  ['PLENUM_FREE_SPACE_MB', '-1'],
  ['PLENUM_TURN_URL', 'relay.example.org'],
  ['PLENUM_TURN_URL', 'turn:a:3478, http://b'],
  ['PLENUM_ROOM_PEOPLE', '1'],
  ['PLENUM_ROOM_WAITING', '0'],
  ['PLENUM_ADDRESS_SEATS', '0'],
  ['PLENUM_ADDRESS_WAITING', 'many'],
])('%s=%s is refused in one line with the variable and its allowed values', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} is ".*" but must be [^\n]+\\.$`));
});

it('takes permanent hooks with the secret of the server alone', () => {
  const PLENUM_BBB_HOOKS = 'https://a.example/x, http://b.example';
  expect(() => readConfig({ PLENUM_BBB_HOOKS })).toThrow(/PLENUM_BBB_SECRET/);
  const PLENUM_BBB_SECRET = 'u8Gq2LbT0vXcR5nY7mKp3WzJ1sDfH6aE';
  expect(readConfig({ PLENUM_BBB_HOOKS, PLENUM_BBB_SECRET }).bbb.hooks).toEqual([
    'https://a.example/x',
    'http://b.example',
  ]);
  expect(readConfig({}).bbb.hooks).toEqual([]);
});

it('lets one address fill a room by default', () => {
  expect(readConfig({ PLENUM_ROOM_PEOPLE: '200' }).bounds).toEqual({
    roomPeople: 200,
    roomWaiting: 100,
    addressSeats: 200,
    addressWaiting: 10,
  });
  expect(readConfig({ PLENUM_ADDRESS_SEATS: '30' }).bounds).toMatchObject({ roomPeople: 500, addressSeats: 30 });
});

it('requires certificate and key together', () => {
  expect(() => readConfig({ PLENUM_TLS_CERT: 'a.crt' })).toThrow(/PLENUM_TLS_KEY/);
});

it('requires a relay and its secret together, and keeps the secret out of the error', () => {
  const relay = {
    PLENUM_TURN_URL: 'turn:a.example:3478, turns:a.example:5349',
    PLENUM_TURN_SECRET: 'sixteen letters!',
  };
  expect(readConfig(relay).relay).toEqual({
    urls: ['turn:a.example:3478', 'turns:a.example:5349'],
    secret: 'sixteen letters!',
  });
  expect(readConfig({}).relay).toBeUndefined();
  expect(() => readConfig({ PLENUM_TURN_URL: 'turn:a.example' })).toThrow(/PLENUM_TURN_SECRET/);
  expect(() => readConfig({ PLENUM_TURN_SECRET: 'too short' })).toThrow(/^PLENUM_TURN_SECRET must be [^\n]+\.$/);
});

it('by default lets everyone open rooms, and files fill the disk but for a gigabyte', () => {
  expect(readConfig({})).toMatchObject({
    createRooms: { who: 'everyone' },
    disk: { quotaBytes: Number.POSITIVE_INFINITY, freeBytes: 1024 ** 3 },
    dailyBytes: { person: 2 * 1024 ** 3, address: 10 * 1024 ** 3 },
    unenteredMs: 600_000,
    recordingDays: 90,
    importBytes: 50 * 1024 ** 3,
  });
  expect(readConfig({ PLENUM_FILES_GB: '3' }).disk.quotaBytes).toBe(3 * 1024 ** 3);
});

it('takes several keys for opening rooms, never shows one, and requires the policy with them', () => {
  const keys = 'first-cooperative , second-cooperative';
  expect(readConfig({ PLENUM_CREATE_ROOMS: 'key', PLENUM_CREATE_KEY: keys }).createRooms).toEqual({
    who: 'key',
    keys: ['first-cooperative', 'second-cooperative'],
  });
  for (const given of [{ PLENUM_CREATE_ROOMS: 'key' }, { PLENUM_CREATE_KEY: keys }]) {
    expect(() => readConfig(given)).toThrow('belong together');
  }
  for (const wrong of ['short', 'a-key-that-is-long, tiny', 'a key with many spaces']) {
    const read = () => readConfig({ PLENUM_CREATE_ROOMS: 'key', PLENUM_CREATE_KEY: wrong });
    expect(read).toThrow(/^PLENUM_CREATE_KEY must be [^\n]+\.$/);
    expect(read).not.toThrow(wrong);
  }
});

it('serves metrics to other machines only with a token', () => {
  expect(readConfig({}).metrics).toBeUndefined();
  const open = { PLENUM_METRICS_PORT: '9464', PLENUM_METRICS_HOST: '0.0.0.0' };
  expect(() => readConfig(open)).toThrow('set PLENUM_METRICS_TOKEN too');
  const token = 'a-token-of-the-operator';
  expect(readConfig({ ...open, PLENUM_METRICS_TOKEN: token }).metrics).toEqual({ host: '0.0.0.0', port: 9464, token });
  expect(readConfig({ PLENUM_METRICS_PORT: '9464' }).metrics).toMatchObject({ host: '127.0.0.1', token: undefined });
});

it('an extension needs a limit', () => {
  expect(readConfig({}).roomLimit).toBeUndefined();
  expect(() => readConfig({ PLENUM_ROOM_EXTENSION_MINUTES: '30' })).toThrow('set both, or leave both out');
  const both = { PLENUM_ROOM_MINUTES: '60', PLENUM_ROOM_EXTENSION_MINUTES: '30' };
  expect(readConfig(both).roomLimit).toEqual({ minutes: 60, extendable: 30 });
});

describe('the media of a node of a cluster', () => {
  const node = {
    PLENUM_NODE_NAME: 'n1',
    PLENUM_NODE_URL: 'https://n1.example.org',
    PLENUM_NODE_INNER: '10.0.0.1:4500',
    PLENUM_NODE_CA: 'ca.crt',
    PLENUM_NODE_CERT: 'n1.crt',
    PLENUM_NODE_KEY: 'n1.key',
    PLENUM_SHARED: '/shared',
    PLENUM_DATABASE_URL: 'postgres://db/plenum',
  };
  const mediaOf = (more: Record<string, string>) => readConfig({ ...node, ...more }).node?.media;

  it('stay on one node unless PLENUM_NODE_MEDIA is set', () => {
    expect(mediaOf({})).toBeUndefined();
    expect(mediaOf({ PLENUM_NODE_MEDIA: '10.0.0.1:4600' })).toEqual({
      host: '10.0.0.1',
      port: 4600,
      region: undefined,
      pipes: { ip: '10.0.0.1', ports: undefined },
    });
  });

  it('have a region, and pipes at another address', () => {
    const all = { PLENUM_NODE_REGION: 'north', PLENUM_PIPE_ADDRESS: 'fd00::1', PLENUM_PIPE_PORTS: '46000-46999' };
    expect(mediaOf({ PLENUM_NODE_MEDIA: 'n1.inner:4600', ...all })).toEqual({
      host: 'n1.inner',
      port: 4600,
      region: 'north',
      pipes: { ip: 'fd00::1', ports: { min: 46_000, max: 46_999 } },
    });
  });

  it.each([
    [{ PLENUM_NODE_MEDIA: 'n1.inner:4600' }, 'PLENUM_PIPE_ADDRESS'],
    [{ PLENUM_PIPE_PORTS: '46000-46999' }, 'PLENUM_NODE_MEDIA'],
    [{ PLENUM_NODE_MEDIA: '10.0.0.1:4600', PLENUM_PIPE_PORTS: '46999-46000' }, 'PLENUM_PIPE_PORTS'],
    [{ PLENUM_NODE_MEDIA: '10.0.0.1:4600', PLENUM_PIPE_ADDRESS: 'n1.inner' }, 'PLENUM_PIPE_ADDRESS'],
  ])('are refused with %j', (more, name) => {
    expect(() => mediaOf(more)).toThrow(name);
  });

  it('are for a node alone', () => {
    expect(() => readConfig({ PLENUM_NODE_MEDIA: '10.0.0.1:4600' })).toThrow('PLENUM_NODE_NAME');
  });
});
