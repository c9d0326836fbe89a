import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aside } from '@plenum/shared/core/aside';
import { lineEvents, paths, Welcome } from '@plenum/shared/core/wire';
import { type RoomLine, Running } from './running.ts';

let running: Running;
beforeAll(async () => {
  running = await Running.create();
});
afterAll(() => running.close());

/** A room line for tests, which can stop reading and still send heartbeats. */
class LazyLine {
  readonly socket: WebSocket;
  readonly closed: Promise<unknown>;
  welcome: Welcome | undefined;
  readonly heard: { readonly name: string; readonly payload: unknown; readonly seq: number | undefined }[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = once(socket, 'close');
    socket.on('error', () => undefined);
  }

  static async enter(auth: object): Promise<LazyLine> {
    const url = `${running.origin.replace('http', 'ws')}${paths.roomLine}/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url, { origin: running.origin });
    const line = new LazyLine(socket);
    const welcomed = new Promise<void>((resolve) => {
      socket.on('message', (raw: Buffer) => {
        line.#onFrame(raw.toString(), auth);
        if (line.welcome) resolve();
      });
    });
    await welcomed;
    return line;
  }

  /** Reads nothing from now on, and still sends heartbeats. */
  stopReading(): () => void {
    this.socket.pause();
    const alive = setInterval(() => this.socket.send('3'), 2_000);
    aside(this.closed.then(() => clearInterval(alive)));
    return () => this.socket.resume();
  }

  ask(name: string, input: object, n: number): void {
    this.socket.send(`42${n}${JSON.stringify([name, { key: `key-${n}`, input }])}`);
  }

  #onFrame(frame: string, auth: object): void {
    if (frame.startsWith('0')) this.socket.send(`40${JSON.stringify(auth)}`);
    if (frame === '2') this.socket.send('3');
    if (!frame.startsWith('42')) return;
    const [name, payload, meta] = JSON.parse(frame.slice(2));
    if (name === lineEvents.welcome) this.welcome = Welcome.parse(payload);
    else this.heard.push({ name, payload, seq: meta?.seq });
  }
}

const notes = Array.from({ length: 25 }, (_, n) => `note-${String(n).padStart(6, '0')}`);

/** A meeting with a page of notes. */
async function meeting() {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  const blank = await host.ask('slides:blank', { name: 'Board' });
  if (!blank.ok) throw new Error(blank.message);
  const page = String(Reflect.get(Object(blank.value), 'page'));
  const look = { kind: 'note', x: 0, y: 0, w: 10, h: 10, angle: 0, order: 1, colour: 'blue', size: 20, text: '' };
  const put = await host.ask('whiteboard:put', { page, shapes: notes.map((note) => ({ id: note, ...look })) });
  if (!put.ok) throw new Error(put.message);
  return { id, host, page };
}

/** Writes 50 kB into the notes repeatedly; returns how many times. */
async function write({ host, page }: Awaited<ReturnType<typeof meeting>>, isEnough: () => boolean): Promise<number> {
  let written = 0;
  while (!isEnough()) {
    const set = { text: String(written).padStart(2_000, '.') };
    const answer = await host.ask('whiteboard:change', { page, changes: notes.map((note) => ({ id: note, set })) });
    if (answer.ok) written += 1;
    else if (answer.code !== 'limited') throw new Error(answer.message);
    // The member's ration refills with time alone.
    else await sleep(50);
  }
  return written;
}

const changes = (line: RoomLine) => line.heard.filter(({ name }) => name === 'whiteboard:changed').length;
const lost = (line: RoomLine) => line.heard.filter(({ name }) => name === 'presence:dropped').length;

it('a client that sends heartbeats and never reads is cut, and the others miss nothing', async () => {
  const room = await meeting();
  const ben = await running.enter(room.id, 'Ben');
  for (const name of ['Cleo', 'Dan', 'Eva']) {
    (await LazyLine.enter({ ticket: await running.ticket(room.id, name) })).stopReading();
  }
  const written = await write(room, () => lost(ben) === 3);
  await expect.poll(() => changes(ben)).toBe(written);
});

it('a client that asks for large answers and never reads is cut', async () => {
  const { id, hostKey } = await running.createRoom();
  const host = await running.enter(id, 'Ana', hostKey);
  for (let n = 0; n < 20; n += 1) {
    const writer = await running.enter(id, `Writer ${n}`);
    for (let m = 0; m < 5; m += 1) await writer.ask('chat:send', { text: 'x'.repeat(5_000) });
    await writer.ask('presence:leave', {});
  }
  await host.ask('chat:send', { text: 'last' });
  await expect.poll(() => host.heard.filter(({ name }) => name === 'chat:sent')).toHaveLength(101);
  const before = Reflect.get(Object(host.heard.findLast(({ name }) => name === 'chat:sent')?.payload), 'id');
  const lazy = await LazyLine.enter({ ticket: await running.ticket(id, 'Cleo') });
  lazy.stopReading();
  let asked = 0;
  const askAgain = () => {
    asked += 1;
    lazy.ask('chat:older', { channel: 'all', before }, asked);
  };
  for (let n = 0; n < 20; n += 1) askAgain();
  const answersFor = (line: RoomLine) => {
    askAgain();
    return lost(line);
  };
  await expect.poll(() => answersFor(host)).toBe(1);
});

it('a slow client comes back with its sequence number and gets everything', async () => {
  const room = await meeting();
  const slow = await LazyLine.enter({ ticket: await running.ticket(room.id, 'Cleo') });
  const startReading = slow.stopReading();
  await write(room, () => lost(room.host) === 1);
  startReading();
  await slow.closed;
  const seqs = slow.heard.flatMap(({ seq }) => seq ?? []);
  const back = await running.connect({ seat: slow.welcome?.seat, seq: seqs.at(-1) });
  const { catchUp, seq } = back.welcome;
  if (catchUp.kind === 'events') {
    seqs.push(...catchUp.events.map((event) => event.meta.seq));
    const first = slow.welcome?.seq ?? 0;
    expect(seqs).toEqual(Array.from({ length: seq - first }, (_, n) => first + 1 + n));
  } else {
    const fresh = await running.enter(room.id, 'Zoe');
    if (fresh.welcome.catchUp.kind !== 'snapshot') throw new Error('no snapshot');
    expect(catchUp.states.whiteboard).toEqual(fresh.welcome.catchUp.states.whiteboard);
  }
  expect(await back.ask('chat:send', { text: 'Here again' })).toMatchObject({ ok: true });
});
