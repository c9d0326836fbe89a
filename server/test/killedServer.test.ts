import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { counted } from './counted.ts';
import { depth } from './long.ts';

const script = fileURLToPath(new URL('servingChild.ts', import.meta.url));
const programs = TestCluster.programs();
let cluster: TestCluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await TestCluster.create(programs);
}, 60_000);
afterAll(() => cluster?.close());

/** How often the server is killed, and the acknowledged writes after each of which it is. */
const rounds = depth([23, 58], [7, 23, 41, 58, 12, 35, 50]);
/** The people who write: each has limits of their own. */
const people = Array.from({ length: 60 }, (_, index) => `person-${index}`);
const atOnce = 12;

/** What a server said that it keeps, by space: its title, and the plans. */
interface Kept {
  title: string;
  readonly plans: string[];
}

class Server {
  readonly #child: ChildProcess;
  readonly origin: string;

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  static async start(folder: string, databaseUrl: string | undefined): Promise<Server> {
    const child = spawn(process.execPath, [script, folder, databaseUrl ?? '', ...people], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [port] = await once(child.stdout, 'data');
    return new Server(child, `http://127.0.0.1:${String(port).trim()}`);
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async ask(person: string, method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.origin}/api${path}`, {
      method,
      headers: {
        origin: this.origin,
        cookie: `test-session=${person}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
] as const)('a server on %s that is killed', (database, onPostgres) => {
  it.skipIf(onPostgres && programs === undefined)(
    'in the middle of writing has all that it acknowledged, once, when it is back',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'plenum-killed-'));
      const databaseUrl = onPostgres ? await cluster?.createDatabase() : undefined;
      const servers: Server[] = [];
      const start = async () => {
        const server = await Server.start(folder, databaseUrl);
        servers.push(server);
        return server;
      };
      const kept = new Map<string, { readonly person: string } & Kept>();
      let [acknowledged, unknown] = [0, 0];
      /** The titles that were sent and never answered: they may be there. */
      const unanswered = new Map<string, string[]>();
      try {
        for (const limit of rounds) {
          const server = await start();
          let done = 0;
          const end: { killing?: Promise<void> } = {};
          const write = async (person: string, turn: number): Promise<void> => {
            let mine = [...kept].find(([, one]) => one.person === person);
            const title = `Title ${turn} of ${person}`;
            if (!mine) {
              // One that was in flight when an earlier server was killed may be there.
              const { spaces } = (await server.ask(person, 'GET', '/spaces')) as {
                spaces: { id: string; title: string }[];
              };
              const made =
                spaces[0] ??
                ((await server.ask(person, 'POST', '/spaces', { title })) as { id: string; title: string });
              mine = [made.id, { person, title: made.title, plans: [] }];
              kept.set(...mine);
            } else if (turn % 2 === 0) {
              const [id, one] = mine;
              unanswered.set(id, [...(unanswered.get(id) ?? []), title]);
              await server.ask(person, 'PATCH', `/spaces/${id}`, { title });
              one.title = title;
              unanswered.set(id, []);
            } else {
              const [id, one] = mine;
              const plan = { title, startsAt: Date.now() + 3_600_000, minutes: 30, zone: 'Europe/Berlin' };
              const answer = (await server.ask(person, 'POST', `/spaces/${id}/plans`, plan)) as { id: string };
              one.plans.push(answer.id);
            }
            acknowledged += 1;
            done += 1;
            // The others are in the middle of theirs.
            if (done === limit) end.killing = server.kill();
          };
          const writer = async (first: number) => {
            for (let turn = first; end.killing === undefined; turn += atOnce) {
              const person = people[turn % people.length] ?? '';
              await write(person, Math.floor(turn / atOnce)).catch((error: unknown) => {
                // Only the kill may interrupt a request.
                if (end.killing === undefined) throw error;
                unknown += 1;
              });
            }
          };
          await Promise.all(Array.from({ length: atOnce }, (_, first) => writer(first)));
          await end.killing;
        }
        const server = await start();
        for (const [id, { person, title, plans }] of kept) {
          const space = (await server.ask(person, 'GET', `/spaces/${id}`)) as { title: string };
          expect([title, ...(unanswered.get(id) ?? [])]).toContain(space.title);
          const found = (await server.ask(person, 'GET', `/spaces/${id}/plans`)) as { plans: { id: string }[] };
          const ids = found.plans.map((plan) => plan.id);
          expect(plans.filter((plan) => !ids.includes(plan))).toEqual([]);
          expect(new Set(ids).size).toBe(ids.length);
          const list = (await server.ask(person, 'GET', '/spaces')) as { spaces: { id: string }[] };
          expect(list.spaces.map((one) => one.id)).toEqual([id]);
        }
        expect(unknown).toBeGreaterThan(0);
        counted(`kill -9, ${database}`, acknowledged, `acknowledged writes over HTTP kept, ${unknown} were in flight`);
      } finally {
        for (const server of servers) await server.kill();
        await rm(folder, { recursive: true, force: true });
      }
    },
    120_000,
  );
});
