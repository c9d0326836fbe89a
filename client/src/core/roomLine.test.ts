// @vitest-environment node
import { extras } from '@plenum/shared/features/extras';
import type { Handshake, Welcome } from '@plenum/shared/core/wire';
import { chat } from '@plenum/shared/features/chat/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Meeting } from './meeting.ts';
import { RoomLine } from './roomLine.ts';
import { type ClosedReason, pendingOf, stateOf } from './store.ts';
import { FakeServer } from './testing/FakeServer.ts';
import { until } from './testing/until.ts';

let server: FakeServer;
let line: RoomLine | undefined;

beforeEach(async () => {
  server = await FakeServer.listen();
});

afterEach(async () => {
  line?.close('left');
  vi.useRealTimers();
  await server.close();
});

/** @param url the node of the room, when that is not the server of the page */
function open(url = server.url) {
  const meeting = new Meeting('some-room', extras);
  const onWelcome = vi.fn<(welcome: Welcome, url: string) => void>();
  const onClosed = vi.fn<(reason: ClosedReason) => void>();
  const firstPass = vi.fn<() => Promise<Handshake>>(async () => ({ ticket: 'a-ticket' }));
  const opened = new RoomLine({ url, home: server.url, meeting, firstPass, onWelcome, onClosed, random: () => 0 });
  line = opened;
  return { meeting, line: opened, onWelcome, onClosed, firstPass };
}

const isOpen = ({ line: { state } }: { line: { state: string } }) => state === 'open';
const isLost = ({ line: { state } }: { line: { state: string } }) => state === 'lost';
const isClosed = ({ line: { state } }: { line: { state: string } }) => state === 'closed';

it('opens with the ticket and comes back with the seat and the last number seen', async () => {
  const { meeting, onWelcome } = open();
  await until(meeting.store, isOpen);
  expect(meeting.state).toMatchObject({ room: { title: 'A room' }, me: { id: 'ada', role: 'host' } });
  server.tell('chat:sent', { id: 'm1', from: 'ada', name: 'Ada', text: 'hello', at: 1 }, 7);
  await until(meeting.store, ({ seq }) => seq === 7);
  server.welcome = { seq: 7, catchUp: { kind: 'events', events: [] } };
  server.cut();
  const lost = await until(meeting.store, isLost);
  expect(lost.line).toMatchObject({ state: 'lost', attempt: 1 });
  await until(meeting.store, isOpen);
  expect(server.handshakes.all).toEqual([{ ticket: 'a-ticket' }, { seat: 'the-seat', seq: 7 }]);
  expect(onWelcome).toHaveBeenCalledTimes(2);
  expect(stateOf(meeting.state, chat).messages).toHaveLength(1);
});

it('sends a command again with the same key when the answer was lost', async () => {
  const { meeting, line } = open();
  await until(meeting.store, isOpen);
  const sent = line.send(chat, 'send', { text: 'once' });
  expect(pendingOf(meeting.state, chat, 'send')).toMatchObject([{ input: { text: 'once' } }]);
  const first = await server.commands.next();
  server.cut();
  const second = await server.commands.next();
  expect(second).toMatchObject({ name: 'chat:send', key: first.key, input: { text: 'once' } });
  expect(first.key).toMatch(/^[\w-]{24}$/);
  second.answer({ ok: true, value: { id: 'm1' } });
  await expect(sent).resolves.toEqual({ id: 'm1' });
  expect(meeting.state.outbox).toEqual([]);
});

it('asks again when the server could not do it now, and gives its other refusals to the caller', async () => {
  const { meeting, line } = open();
  await until(meeting.store, isOpen);
  const sent = line.send(chat, 'send', { text: 'later' });
  const first = await server.commands.next();
  first.answer({ ok: false, code: 'unavailable', message: 'Not now.' });
  const second = await server.commands.next();
  expect(second.key).toBe(first.key);
  second.answer({ ok: true, value: { id: 'm1' } });
  await sent;
  const refused = line.send(chat, 'send', { text: 'no' });
  (await server.commands.next()).answer({ ok: false, code: 'full', message: 'No seat is left.', bound: 'seat' });
  await expect(refused).rejects.toMatchObject({ code: 'full', bound: 'seat' });
});

it('gives up a command after 30 s without an answer', async () => {
  const { meeting, line } = open();
  await until(meeting.store, isOpen);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const sent = expect(line.send(chat, 'send', { text: 'void' })).rejects.toMatchObject({ code: 'unavailable' });
  await vi.advanceTimersByTimeAsync(30_000);
  await sent;
  expect(meeting.state.outbox).toEqual([]);
});

it('keeps what is sent before the line is open', async () => {
  const { line } = open();
  const sent = line.send(chat, 'send', { text: 'early' });
  (await server.commands.next()).answer({ ok: true, value: { id: 'm1' } });
  await expect(sent).resolves.toEqual({ id: 'm1' });
});

it('ends for good at a good-bye', async () => {
  const { meeting, line, onClosed } = open();
  await until(meeting.store, isOpen);
  const waiting = expect(line.send(chat, 'send', { text: 'too late' })).rejects.toMatchObject({ code: 'closed' });
  await server.commands.next();
  server.goodbye('replaced');
  expect((await until(meeting.store, isClosed)).line).toEqual({ state: 'closed', reason: 'replaced' });
  await waiting;
  await expect(line.send(chat, 'send', { text: 'later still' })).rejects.toMatchObject({ code: 'closed' });
  expect(onClosed).toHaveBeenCalledExactlyOnceWith('replaced');
});

it('takes whatever ends the line after leaving as having left', async () => {
  const { meeting, line } = open();
  await until(meeting.store, isOpen);
  const left = line.leave();
  expect(await server.commands.next()).toMatchObject({ name: 'presence:leave', input: {} });
  server.goodbye('removed');
  await left;
  expect(meeting.state.line).toEqual({ state: 'closed', reason: 'left' });
});

it('tries again when it was refused for now, with a new pass, and stops when it was refused for good', async () => {
  server.refusal = 'unavailable';
  const { meeting, firstPass } = open();
  await server.handshakes.next();
  await server.handshakes.next();
  expect(firstPass).toHaveBeenCalledTimes(2);
  server.refusal = undefined;
  await until(meeting.store, isOpen);
  server.refusal = 'notFound';
  server.cut();
  expect((await until(meeting.store, isClosed)).line).toEqual({ state: 'closed', reason: 'notFound' });
});

it('closes as outdated when the server speaks another version', async () => {
  server.welcome = { version: 99 };
  const { meeting } = open();
  expect((await until(meeting.store, isClosed)).line).toEqual({ state: 'closed', reason: 'outdated' });
});

it('hears nothing of a connection that it has given up', async () => {
  const { meeting } = open();
  await until(meeting.store, isOpen);
  server.cut();
  await until(meeting.store, isLost);
  server.tell('chat:sent', { id: 'm1', from: 'ada', name: 'Ada', text: 'ghost', at: 1 }, 1);
  await until(meeting.store, isOpen);
  expect(meeting.state.seq).toBe(0);
});

describe('on several nodes', () => {
  let other: FakeServer;

  beforeEach(async () => {
    other = await FakeServer.listen();
    other.welcome = { seq: 3, catchUp: { kind: 'events', events: [] } };
  });
  afterEach(() => other.close());

  it('goes with the room to another node at once, and sends there what was not answered', async () => {
    const { meeting, line, onWelcome } = open();
    await until(meeting.store, isOpen);
    const seen: string[] = [];
    meeting.store.subscribe(({ line: { state } }) => seen.push(state));
    const sent = line.send(chat, 'send', { text: 'on the way' });
    const { key } = await server.commands.next();
    server.move(`${other.url}/socket.io`);
    const again = await other.commands.next();
    expect(again.key).toBe(key);
    again.answer({ ok: true, value: { id: 'm1' } });
    await sent;
    expect(other.handshakes.all).toEqual([{ seat: 'the-seat', seq: 0 }]);
    expect(seen).not.toContain('lost');
    expect(onWelcome).toHaveBeenLastCalledWith(expect.anything(), `${other.url}/socket.io`);
  });

  it('follows a refusal that names the node of the room', async () => {
    server.movedTo = `${other.url}/socket.io`;
    const { meeting } = open();
    await until(meeting.store, isOpen);
    expect(other.handshakes.all).toHaveLength(1);
  });

  it('waits between its tries when two nodes name each other', async () => {
    server.movedTo = other.url;
    other.movedTo = server.url;
    const { meeting } = open();
    await until(meeting.store, isLost);
    expect(server.handshakes.all.length + other.handshakes.all.length).toBe(4);
  });

  it('asks the server of the page when the node of the room does not answer', async () => {
    const gone = await FakeServer.listen();
    const { meeting } = open(gone.url);
    await until(meeting.store, isOpen);
    server.movedTo = other.url;
    await gone.close();
    await until(meeting.store, isLost);
    await other.handshakes.next();
    await until(meeting.store, isOpen);
  });
});
