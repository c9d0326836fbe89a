import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultOutward } from '../src/outward/addresses.ts';
import { TestCluster } from '../src/storage/testing/TestCluster.ts';
import { createWebhook } from '@plenum/shared/api/webhook/contract';
import { counted } from './counted.ts';
import { isLong } from './long.ts';
import { RecordScene } from './recordScene.ts';
import { Running } from './running.ts';

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const programs = TestCluster.programs();
let cluster: TestCluster | undefined;
beforeAll(async () => {
  if (programs !== undefined) cluster = await TestCluster.create(programs);
}, 60_000);
afterAll(() => cluster?.close());

/** The meetings, and the entries that each of them writes. */
const meetings = 20;
const entries = isLong ? 50 : 10;

/** A process whose lines the test reads as they come. */
class Child {
  readonly #process: ChildProcess;
  /** Called for each line. */
  onLine: (line: string) => void = () => {};

  constructor(script: string, args: readonly string[]) {
    this.#process = spawn(process.execPath, [fileOf(script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!this.#process.stdout) throw new Error('The child has no output.');
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.onLine(line);
    });
  }

  /** Resolves to the first line; called before any has come. */
  first(): Promise<string> {
    return new Promise((resolve) => (this.onLine = resolve));
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** Makes an organisation with a webhook at a port, and rooms of one space. */
async function prepare(running: Running, port: string): Promise<{ secret: string; rooms: string[] }> {
  const scene = await RecordScene.create(running);
  const { id: space } = await scene.newSpace();
  const rooms = Array.from({ length: meetings }, (_, index) => `meeting-${index}`);
  for (const id of rooms) {
    await running.store.createRoom({ id, title: 'x', hostKeyHash: 'ab', createdAt: 1, space });
  }
  const events = ['meeting.started', 'participant.joined', 'chat.message'];
  const input = { name: 'x', url: `http://receiver.test:${port}/`, events };
  const path = `/api/organisations/${scene.organisation}/webhooks`;
  const { json } = await running.http('POST', path, input, scene.cookie('admin'));
  return { secret: createWebhook.output.parse(json).secret, rooms };
}

describe.each([
  ['SQLite', false],
  ['PostgreSQL', true],
] as const)('webhooks of a server on %s', (database, onPostgres) => {
  it.skipIf(onPostgres && programs === undefined)(
    'arrive at least once, in order and signed, when the receiver fails and both are killed',
    async () => {
      const databaseUrl = onPostgres ? ((await cluster?.createDatabase()) ?? '') : '';
      const outward = { ...defaultOutward, allow: ['receiver.test'] };
      const options = { outward, ...(onPostgres && { databaseUrl }) };
      const running = await Running.create({ office: undefined }, { options });
      const children: Child[] = [];
      const took = new Map<string, number[]>();
      const counts = { took: 0, failed: 0, unsigned: 0 };
      let onTook = () => {};
      const start = (script: string, args: readonly string[]) => {
        const child = new Child(script, args);
        children.push(child);
        return child;
      };
      const read = (line: string) => {
        const [what = '', room = '', number, type] = line.split(' ');
        if (what === 'failed' || what === 'unsigned') counts[what] += 1;
        if (what !== 'took') return;
        counts.took += 1;
        // Two events come of the first entry, in this order.
        const at = Number(number) + (type === 'participant.joined' ? 0.5 : 0);
        took.set(room, [...(took.get(room) ?? []), at]);
        onTook();
      };
      /** Resolves when so many deliveries have been taken. */
      const until = (most: number) =>
        new Promise<void>((resolve) => {
          onTook = () => counts.took >= most && resolve();
          onTook();
        });
      try {
        // A port that is free now, and stays so for the receivers.
        const probe = start('receivingChild.ts', ['0', '']);
        const port = (await probe.first()).split(' ')[1] ?? '';
        await probe.kill();
        const { secret, rooms } = await prepare(running, port);
        await running.stop();
        const receiverArgs = [port, secret];
        const serverArgs = [running.folder, databaseUrl, String(entries), ...rooms];
        const total = meetings * (entries + 1);
        const receive = () => {
          const receiver = start('receivingChild.ts', receiverArgs);
          receiver.onLine = read;
          return receiver;
        };
        let receiver = receive();
        let server = start('tellingChild.ts', serverArgs);
        await until(total * 0.2);
        await receiver.kill();
        receiver = receive();
        await until(total * 0.4);
        await server.kill();
        server = start('tellingChild.ts', serverArgs);
        await until(total * 0.7);
        await receiver.kill();
        receive();
        const all = ['1', '1.5', ...Array.from({ length: entries - 1 }, (_, index) => String(index + 2))];
        const missing = () =>
          rooms.flatMap((room) =>
            all.filter((one) => !took.get(room)?.includes(Number(one))).map((one) => [room, one]),
          );
        await expect.poll(missing, { timeout: 100_000, interval: 200 }).toEqual([]);
        for (const [room, numbers] of took) {
          // Repeats are allowed, steps back and leaps are not.
          expect([room, numbers]).toEqual([room, numbers.toSorted((a, b) => a - b)]);
        }
        expect(counts.unsigned).toBe(0);
        expect(counts.failed).toBeGreaterThan(total / 4);
        const words = `events told at least once, in order in ${meetings} meetings, none unsigned`;
        counted(`Webhooks, ${database}`, total, `${words}; ${counts.took - total} twice, ${counts.failed} failed`);
      } finally {
        for (const child of children) await child.kill();
        await running.engine.close();
      }
    },
    isLong ? 600_000 : 180_000,
  );
});
