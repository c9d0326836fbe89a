import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inBackground } from '@plenum/shared/core/background';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../storage/openStore.ts';
import type { Store } from '../storage/ports.ts';
import { written } from './letters.ts';
import { MailQueue } from './MailQueue.ts';
import { type Letter, letterLanguages } from './ports.ts';
import { openTransport } from './transports.ts';

interface Taken {
  readonly to: readonly string[];
  readonly raw: string;
}

/** A real SMTP server that refuses with `refusal`, while there is one. */
class Sink {
  readonly taken: Taken[] = [];
  refusal: { readonly responseCode: number } | undefined;
  refused = 0;
  readonly #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_address, _session, done) => {
        if (!this.refusal) return done();
        this.refused += 1;
        return done(Object.assign(new Error('no'), this.refusal));
      },
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const taking = text(stream).then((raw) => {
          this.taken.push({ to, raw });
          done();
        });
        inBackground(taking, (error) => done(error instanceof Error ? error : new Error('The stream broke.')));
      },
    });
  }

  async start(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', () => resolve()));
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

const letter: Letter = {
  kind: 'register',
  to: 'ada@example.org',
  language: 'en',
  link: 'https://meet.example.org/account/confirm#token',
  values: { server: 'meet.example.org' },
};

let folder: string;
let store: Store;
let sink: Sink;
let port: number;
let clock = 1_000_000;
const failures: string[] = [];
const queues: MailQueue[] = [];

function openQueue(): MailQueue {
  const settings = { by: 'smtp', url: `smtp://127.0.0.1:${port}`, from: 'Plenum <plenum@meet.example.org>' } as const;
  const transport = openTransport(settings, pino({ level: 'silent' }));
  const report = {
    failed: (_room: string, what: string, error: unknown) => {
      failures.push(`${what}: ${String(error)}`);
      return '';
    },
  };
  const queue = MailQueue.open({ store, transport, report, now: () => clock });
  queues.push(queue);
  return queue;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plenum-mail-'));
  store = await openStore({ data: folder, onUnreadable: () => undefined });
  sink = new Sink();
  port = await sink.start();
  failures.length = 0;
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.close();
  await store.close();
  await sink.close();
  await rm(folder, { recursive: true, force: true });
});

it('a letter reaches its recipient as plain text and as HTML, and leaves the queue', async () => {
  await openQueue().post(letter);
  await expect.poll(() => sink.taken.length).toBe(1);
  const [{ to, raw } = { to: [], raw: '' }] = sink.taken;
  expect(to).toEqual(['ada@example.org']);
  expect(raw).toMatch(/^From: Plenum <plenum@meet.example.org>\r?$/m);
  expect(raw).toContain('text/plain');
  expect(raw).toContain('text/html');
  expect(raw).toContain('Auto-Submitted: auto-generated');
  await expect.poll(() => store.ask.letters.waiting()).toBe(0);
});

it('a letter that cannot be sent now waits, and a later process sends it', async () => {
  sink.refusal = { responseCode: 451 };
  const queue = openQueue();
  await queue.post(letter);
  await expect.poll(() => failures.length).toBe(1);
  await queue.close();
  expect(await store.ask.letters.waiting()).toBe(1);
  sink.refusal = undefined;
  clock += 60_000;
  openQueue();
  await expect.poll(() => sink.taken.length).toBe(1);
});

it('a letter that the server refuses for good is given up, and the report has no address', async () => {
  sink.refusal = { responseCode: 550 };
  await openQueue().post(letter);
  await expect.poll(() => store.ask.letters.waiting()).toBe(0);
  expect(failures).toHaveLength(1);
  expect(failures.join()).not.toContain('example.org');
  expect(sink.refused).toBe(1);
});

it('a letter is given up after a day', async () => {
  sink.refusal = { responseCode: 451 };
  const queue = openQueue();
  await queue.post(letter);
  await expect.poll(() => failures.length).toBe(1);
  await queue.close();
  clock += 25 * 3_600_000;
  sink.refusal = undefined;
  openQueue();
  await expect.poll(() => store.ask.letters.waiting()).toBe(0);
  expect(sink.taken).toEqual([]);
});

it('neither an address nor a value adds a header or a recipient', async () => {
  const evil = 'x\r\nBcc: eve@example.net\r\n\r\nhello';
  await openQueue().post({ ...letter, to: 'ada@example.org', values: { server: evil } });
  await expect.poll(() => sink.taken.length).toBe(1);
  const [{ to, raw } = { to: [], raw: '' }] = sink.taken;
  expect(to).toEqual(['ada@example.org']);
  const head = raw.split(/\r?\n\r?\n/)[0] ?? '';
  expect(head).not.toMatch(/^Bcc:/im);
  for (const address of [
    'ada@example.org, eve@example.net',
    'ada@example.org\r\nBcc: eve@example.net',
    '<eve@example.net>',
  ]) {
    await expect(openQueue().post({ ...letter, to: address })).rejects.toMatchObject({ code: 'invalid' });
  }
  expect(await store.ask.letters.waiting()).toBe(0);
});

it('every letter is written in every language, and a value is no markup', () => {
  for (const kind of ['register', 'exists', 'invite', 'reset', 'changed', 'approved', 'organisation'] as const) {
    const all = letterLanguages.map((language) => {
      const { subject, text: plain, html } = written({ ...letter, kind, language, values: { server: '<b>me</b>' } });
      expect(subject).not.toMatch(/[{}]/);
      expect(plain).toContain(letter.link);
      expect(html).not.toContain('<b>');
      expect(html).toContain(`lang="${language}"`);
      return plain;
    });
    expect(new Set(all).size).toBe(letterLanguages.length);
  }
});
