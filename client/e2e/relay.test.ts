import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { Person } from './support/person.ts';
import { freePorts, ServerProcess } from './support/server.ts';

const secret = 'only this test knows it';

function findCoturn(): string | undefined {
  const named = process.env['PLENUM_TURNSERVER'];
  if (named) return named;
  try {
    return execFileSync('which', ['turnserver'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

const coturn = findCoturn();

/** A browser in a network that lets nothing out but what goes through the relay. */
async function onlyByRelay(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const Plain = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Plain {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
  });
}

describe.skipIf(coturn === undefined)(
  'by way of coturn (skipped where turnserver is not installed; npm test provides it)',
  () => {
    let relay: ChildProcess;
    let port: number;
    let server: ServerProcess;
    let browser: Browser;

    const startRelay = (port: number): ChildProcess => {
      const options = ['-n', '--no-cli', '--no-tls', '--no-dtls', '--allow-loopback-peers', '--lt-cred-mech'];
      const settings = ['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=plenum', '--log-file=stdout'];
      const place = ['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`];
      return spawn(coturn ?? '', [...options, ...settings, ...place, '--pidfile='], { stdio: 'ignore' });
    };
    const stopRelay = async () => {
      if (relay?.exitCode !== null) return;
      relay.kill();
      await once(relay, 'exit');
    };

    beforeAll(async () => {
      port = await freePorts(1);
      relay = startRelay(port);
      [server, browser] = await Promise.all([
        ServerProcess.start({
          environment: { PLENUM_TURN_URL: `turn:127.0.0.1:${port}`, PLENUM_TURN_SECRET: secret },
        }),
        launchBrowser(),
      ]);
    });

    afterAll(async () => {
      await browser?.close();
      await server?.close();
      await stopRelay();
    });

    it('two people see and hear each other, although neither reaches the server directly', async () => {
      const { origin } = server;
      const ana = await Person.at({ browser, origin, name: 'Ana' });
      await onlyByRelay(ana.page);
      await ana.page.reload();
      await ana.openRoom();
      await ana.enter();
      const ben = await Person.join({ browser, origin, name: 'Ben', room: ana.room });
      const moves = async (person: Person) =>
        (await person.received()).filter(
          ({ framesDecoded, kind, packets }) => packets > 0 && (kind === 'audio' || framesDecoded > 0),
        ).length;
      await expect.poll(() => moves(ana), { timeout: 90_000, interval: 250 }).toBe(2);
      await expect.poll(() => moves(ben), { timeout: 90_000, interval: 250 }).toBe(2);
      await ana.click('Connection: Good');
      await ana.reads('Through a relay');

      // A relay that starts anew knows none of its addresses: only a new way with a good credential helps.
      await stopRelay();
      relay = startRelay(port);
      const count = async () => (await ana.received()).reduce((sum, { packets }) => sum + packets, 0);
      const before = await count();
      await expect.poll(count, { timeout: 90_000, interval: 250 }).toBeGreaterThan(before + 300);
    });
  },
);
