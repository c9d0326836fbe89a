import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

it('needs nothing: a meeting on this machine alone', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4443,
    tls: undefined,
    rtc: { listenIp: '127.0.0.1' },
  });
});

it('keeps a room on one media worker unless it is told how much one may send', () => {
  expect(readConfig({}).workerConsumers).toBe(Number.POSITIVE_INFINITY);
  expect(readConfig({ PLENUM_WORKER_CONSUMERS: '500' }).workerConsumers).toBe(500);
});

it('bounds the log of a room, in megabytes', () => {
  expect(readConfig({}).logBytes).toBe(256 * 1024 * 1024);
  expect(readConfig({ PLENUM_ROOM_LOG_MB: '1000' }).logBytes).toBe(1_000 * 1024 * 1024);
  expect(() => readConfig({ PLENUM_ROOM_LOG_MB: '1' })).toThrow('16 to 65536');
});

it('listens to the world once it has a public name', () => {
  const config = readConfig({ PLENUM_PUBLIC_HOST: 'meet.example' });
  expect(config).toMatchObject({ host: '0.0.0.0', rtc: { listenIp: '0.0.0.0', announcedAddress: 'meet.example' } });
});

it('takes an empty variable as one that is not set', () => {
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
  ['PLENUM_DATABASE_URL', 'mysql://x'],
  ['PLENUM_LOG_LEVEL', 'loud'],
  ['PLENUM_GRACE_SECONDS', '-1'],
  ['PLENUM_TURN_URL', 'relay.example.org'],
  ['PLENUM_TURN_URL', 'turn:a:3478, http://b'],
  ['PLENUM_ROOM_PEOPLE', '1'],
])('%s=%s is refused in one line that names it and says what it must be', (name, value) => {
  const read = () => readConfig({ [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} is ".*" but must be [^\n]+\\.$`));
});

it('wants certificate and key together', () => {
  expect(() => readConfig({ PLENUM_TLS_CERT: 'a.crt' })).toThrow(/PLENUM_TLS_KEY/);
});

it('takes a relay with its secret, never the one without the other, and keeps the secret out of its words', () => {
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
