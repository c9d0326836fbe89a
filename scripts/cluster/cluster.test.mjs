import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { extras } from '@plenum/shared/features/extras';
import { chat } from '@plenum/shared/features/chat/contract';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memorySeats } from '../../client/src/core/seats.ts';
import { Session } from '../../client/src/core/session.ts';
import { stateOf } from '../../client/src/core/store.ts';
import { isLong } from '../../server/test/long.ts';
import { newestPostgres } from '../setup/services.mjs';
import { inRoot } from '../support/paths.mjs';
import { findProgram } from '../support/programs.mjs';
import { Cluster } from './Cluster.mjs';

const execute = promisify(execFile);
const { connect, nkeyAuthenticator } = createRequire(inRoot('server', 'package.json'))('@nats-io/transport-node');
const postgres = process.env.PLENUM_POSTGRES || newestPostgres('/usr/lib/postgresql');
const natsServer = process.env.PLENUM_NATS || findProgram('nats-server', process.env);
const worker = process.env.MEDIASOUP_WORKER_BIN;
const missing = [!postgres && 'PostgreSQL', !natsServer && 'nats-server', !worker && 'MEDIASOUP_WORKER_BIN'].filter(
  Boolean,
);
const patience = { timeout: 40_000, interval: 100 };

describe.skipIf(missing.length > 0)(
  `three nodes on this machine (skipped without PostgreSQL, nats-server and the media worker; missing: ${missing.join(', ') || 'nothing'})`,
  { timeout: 120_000 },
  () => {
    let folder;
    let cluster;
    const sessions = [];
    /** The way of each node to PostgreSQL. */
    const ways = {};

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'plenum-cluster-'));
      const settings = { PLENUM_LOG_LEVEL: 'warn', PLENUM_OFFICE: 'off' };
      const { env, execPath: node } = process;
      const databaseOf = async (name, url) => {
        ways[name] = await Way.open(url);
        return ways[name].url;
      };
      // In the long run the clock of one node is wrong in every test.
      const ahead = { NODE_OPTIONS: `--import ${new URL('../testing/hourAhead.mjs', import.meta.url).href}` };
      const settingsOf = (name) => (isLong && name === 'n3' ? ahead : {});
      const programs = { node, postgres, natsServer };
      cluster = await Cluster.start({ folder, count: 3, env, settings, databaseOf, settingsOf, ...programs });
    }, 180_000);

    afterAll(async () => {
      for (const session of sessions) session.close();
      await cluster?.stop();
      for (const way of Object.values(ways)) way.close();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    async function ask(url, path, body) {
      const headers = { 'content-type': 'application/json', origin: url };
      const response = await fetch(url + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(3_000),
      });
      return { status: response.status, body: await response.json() };
    }

    /** The node that has a room, as another node answers; undefined while that node cannot reach it. */
    async function ownerOf(room, asked) {
      const asking = ask(asked.url, `/api/rooms/${room}/tickets`, { name: 'Who asks' });
      const { status, body } = await asking.catch(() => ({ status: 0 }));
      return status === 201 ? cluster.nodes.find(({ url }) => body.roomUrl.startsWith(url)) : undefined;
    }

    /** A room with two members, each of whom has another server of their page than the node that has the room. */
    async function meet() {
      const { body: room } = await ask(cluster.nodes[0].url, '/api/rooms', { title: 'A meeting' });
      const owner = (await ownerOf(room.id, cluster.nodes[1])) ?? expect.fail('no node has the room');
      const others = cluster.nodes.filter((node) => node !== owner);
      const members = [];
      for (const [index, { url: base }] of others.entries()) {
        const options = { base, roomId: room.id, name: `Member ${index}`, key: room.hostKey, extras, media: false };
        members.push(await Session.enter({ ...options, seats: memorySeats() }));
      }
      sessions.push(...members);
      return { room: room.id, owner, others, members };
    }

    /** `npm run plenum -- node <act>` at a node. */
    async function plenum({ env }, act) {
      const { stdout } = await execute(process.execPath, ['server/src/cli/cli.ts', 'node', act], {
        cwd: inRoot(),
        env,
      });
      return stdout;
    }

    const textsOf = (session) => stateOf(session.store.getState(), chat).messages.map(({ text }) => text);
    const isOpen = (session) => session.store.getState().line.state === 'open';

    /** Every member writes all the time until `stop` is called, which resolves with what was acknowledged. */
    function writeAllTheTime(members) {
      const stopping = new AbortController();
      const acknowledged = [];
      const writing = members.map(async (session, index) => {
        for (let number = 0; !stopping.signal.aborted; number += 1) {
          const text = `message ${number} of ${index}`;
          try {
            await session.send(chat, 'send', { text });
            acknowledged.push(text);
          } catch (error) {
            // A message that was refused, or had no answer for so long, is not acknowledged.
            if (error.code !== 'unavailable') throw error;
          }
          // Within what one member may write.
          await wait(1_050);
        }
      });
      return async () => {
        stopping.abort();
        await Promise.all(writing);
        return acknowledged;
      };
    }

    async function requireExactlyOnce(members, acknowledged) {
      for (const member of members) {
        await vi.waitFor(() => expect(textsOf(member)).toEqual(expect.arrayContaining(acknowledged)), patience);
        expect(textsOf(member)).toHaveLength(acknowledged.length);
      }
    }

    it('any node answers, and the lines are at the node that has the room', async () => {
      const { room, owner, members } = await meet();
      for (const node of cluster.nodes) expect(await ownerOf(room, node)).toBe(owner);
      await members[0].send(chat, 'send', { text: 'hello' });
      await vi.waitFor(() => expect(textsOf(members[1])).toEqual(['hello']), patience);
    });

    it('a stranger without a certificate of the cluster reaches neither the inner port of a node nor NATS', async () => {
      const [{ env }] = cluster.nodes;
      const ca = readFileSync(env.PLENUM_NODE_CA);
      const inner = request(`https://${env.PLENUM_NODE_INNER}/api/server`, {
        ca,
        headers: { 'x-plenum-client': '192.0.2.1' },
      });
      const answer = new Promise(
        (resolve) => void inner.once('response', () => resolve('answered')).once('error', resolve),
      );
      inner.end();
      expect(await answer).toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|ERR_SSL)/) });
      const nats = { servers: env.PLENUM_NATS_URL, reconnect: false, timeout: 3_000 };
      const [caFile, certFile, keyFile] = [env.PLENUM_NODE_CA, env.PLENUM_NODE_CERT, env.PLENUM_NODE_KEY];
      const seed = nkeyAuthenticator(new TextEncoder().encode(env.PLENUM_NATS_SEED));
      await expect(connect({ ...nats, tls: { caFile }, authenticator: seed })).rejects.toThrow();
      // A certificate alone is not enough.
      await expect(connect({ ...nats, tls: { caFile, certFile, keyFile } })).rejects.toThrow();
      const known = await connect({ ...nats, tls: { caFile, certFile, keyFile }, authenticator: seed });
      await known.close();
    });

    it('a node that is drained gives its meetings away, without a lost line', async () => {
      const { room, owner, others, members } = await meet();
      const stop = writeAllTheTime(members);
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(2), patience);
      const states = new Set();
      for (const { store } of members) store.subscribe(({ line }) => void states.add(line.state));
      expect(await plenum(owner, 'drain')).toMatch(/moved, none is left here/);
      expect(others).toContain(await ownerOf(room, owner));
      const written = textsOf(members[0]).length;
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(written + 1), patience);
      await requireExactlyOnce(members, await stop());
      expect([...states]).toEqual(['open']);
      expect(await plenum(others[0], 'list')).toMatch(new RegExp(`${owner.name} +cordoned`));
      await plenum(owner, 'uncordon');
    });

    it('a node that was frozen and replaced writes nothing when it wakes, and its members go to the new owner', async () => {
      const { room, owner, others, members } = await meet();
      await members[0].send(chat, 'send', { text: 'before' });
      owner.program.signal('SIGSTOP');
      await vi.waitFor(async () => expect(others).toContain(await ownerOf(room, others[0])), patience);
      // The frozen time is the fault itself, not a wait for something.
      if (isLong) await wait(30_000);
      // Their lines are still at the frozen node: it gets these messages first when it wakes.
      const sent = members.map((member, index) => member.send(chat, 'send', { text: `late ${index}` }));
      owner.program.signal('SIGCONT');
      await Promise.all(sent);
      await requireExactlyOnce(members, ['before', 'late 0', 'late 1']);
      // Until its next sign of life the woken node may still send people to itself, where they are sent on.
      await vi.waitFor(async () => expect(others).toContain(await ownerOf(room, owner)), patience);
    });

    it.runIf(isLong)(
      'a node that is cut off from PostgreSQL sends its members to the node that has taken the meeting',
      async () => {
        const { room, owner, others, members } = await meet();
        await members[0].send(chat, 'send', { text: 'before' });
        ways[owner.name].cut();
        const sent = members.map((member, index) => member.send(chat, 'send', { text: `meanwhile ${index}` }));
        await Promise.all(sent);
        expect(others).toContain(await ownerOf(room, others[0]));
        await requireExactlyOnce(members, ['before', 'meanwhile 0', 'meanwhile 1']);
        ways[owner.name].mend();
        await vi.waitFor(async () => expect(others).toContain(await ownerOf(room, owner)), patience);
      },
    );

    it.runIf(isLong)(
      'a node whose clock is an hour ahead takes a meeting and gives it away, without a lost line',
      async () => {
        const wrong = cluster.nodes[2];
        const { room, owner, members } = await meet();
        const states = new Set();
        for (const { store } of members) store.subscribe(({ line }) => void states.add(line.state));
        const stop = writeAllTheTime(members);
        for (const [from, to] of owner === wrong ? [[wrong]] : [[owner, wrong], [wrong]]) {
          const cordoned = to ? cluster.nodes.filter((node) => node !== from && node !== to) : [];
          for (const node of cordoned) await plenum(node, 'cordon');
          expect(await plenum(from, 'drain')).toMatch(/moved, none is left here/);
          if (to) expect(await ownerOf(room, from)).toBe(to);
          for (const node of [from, ...cordoned]) await plenum(node, 'uncordon');
          const written = textsOf(members[0]).length;
          await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(written + 1), patience);
        }
        await requireExactlyOnce(members, await stop());
        expect([...states].filter((state) => state !== 'open')).toEqual([]);
      },
    );

    it.runIf(isLong)('PostgreSQL that stands still for 20 s loses nothing that was acknowledged', async () => {
      const { members } = await meet();
      const stop = writeAllTheTime(members);
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(2), patience);
      cluster.postgres.signal('SIGSTOP');
      // The time is the fault itself.
      await wait(20_000);
      cluster.postgres.signal('SIGCONT');
      await vi.waitFor(() => expect(members.every(isOpen)).toBe(true), patience);
      const written = textsOf(members[0]).length;
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(written + 1), patience);
      const acknowledged = await stop();
      for (const member of members) {
        await vi.waitFor(() => expect(textsOf(member)).toEqual(expect.arrayContaining(acknowledged)), patience);
        expect(new Set(textsOf(member)).size).toBe(textsOf(member).length);
      }
    });

    it.runIf(isLong)('without NATS meetings go on, and new ones begin', async () => {
      const { members } = await meet();
      await cluster.nats.kill();
      await members[0].send(chat, 'send', { text: 'still here' });
      await vi.waitFor(() => expect(textsOf(members[1])).toEqual(['still here']), patience);
      const { members: more } = await meet();
      await more[0].send(chat, 'send', { text: 'a new one' });
      await vi.waitFor(() => expect(textsOf(more[1])).toEqual(['a new one']), patience);
      await cluster.nats.start();
      // The nodes hear of each other again: a meeting moves, and no line is lost.
      const { owner, members: third } = await meet();
      const states = new Set();
      for (const { store } of third) store.subscribe(({ line }) => void states.add(line.state));
      expect(await plenum(owner, 'drain')).toMatch(/moved, none is left here/);
      await third[0].send(chat, 'send', { text: 'moved' });
      await vi.waitFor(() => expect(textsOf(third[1])).toEqual(['moved']), patience);
      await plenum(owner, 'uncordon');
      expect([...states].filter((state) => state !== 'open')).toEqual([]);
    });

    it('a node that is killed loses no meeting: members come back by themselves, every message is there once', async () => {
      const { room, owner, others, members } = await meet();
      const stop = writeAllTheTime(members);
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(2), patience);
      const before = performance.now();
      await owner.program.kill();
      await vi.waitFor(async () => expect(others).toContain(await ownerOf(room, others[0])), patience);
      const took = performance.now() - before;
      await vi.waitFor(() => expect(members.every(isOpen)).toBe(true), patience);
      const back = performance.now() - before;
      const written = textsOf(members[0]).length;
      await vi.waitFor(() => expect(textsOf(members[0]).length).toBeGreaterThan(written + 1), patience);
      await requireExactlyOnce(members, await stop());
      process.stdout.write(
        `killed: open elsewhere after ${Math.round(took)} ms, lines back after ${Math.round(back)} ms\n`,
      );
    });
  },
);

/** A way to PostgreSQL that can be cut. */
class Way {
  #sockets = new Set();
  #isCut = false;

  static async open(to) {
    const way = new Way();
    const { hostname, port } = new URL(to);
    way.server = createServer((socket) => {
      if (way.#isCut) return socket.destroy();
      const there = createConnection(Number(port), hostname);
      for (const [one, other] of [
        [socket, there],
        [there, socket],
      ]) {
        way.#sockets.add(one);
        one.once('close', () => way.#sockets.delete(one) && other.destroy()).on('error', () => one.destroy());
        one.pipe(other);
      }
    });
    await new Promise((resolve) => void way.server.listen(0, '127.0.0.1', resolve));
    way.url = Object.assign(new URL(to), { port: way.server.address().port }).href;
    return way;
  }

  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
