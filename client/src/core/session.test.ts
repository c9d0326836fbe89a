// @vitest-environment node
import { extras } from '@plenum/shared/features/extras';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memorySeats } from './seats.ts';
import { Session } from './session.ts';
import { FakeServer } from './testing/FakeServer.ts';
import { until } from './testing/until.ts';

let server: FakeServer;
let session: Session | undefined;

beforeEach(async () => {
  server = await FakeServer.listen();
});

afterEach(async () => {
  session?.close();
  await server.close();
});

async function enter() {
  const seats = memorySeats();
  session = await Session.enter({ base: server.url, roomId: 'some-room', name: 'Ada', seats, extras, media: false });
  return { session, seats };
}

it('enters with a ticket and knows the meeting when it resolves', async () => {
  const { session, seats } = await enter();
  expect(session.store.getState()).toMatchObject({
    line: { state: 'open' },
    me: { id: 'ada' },
    room: { title: 'A room' },
  });
  expect(server.handshakes.all).toEqual([{ ticket: 'ticket-1' }]);
  expect(seats.load('some-room')).toMatchObject({ seat: 'the-seat' });
  expect(server.media.tickets).toEqual([]);
});

it('rejects with the reason when it may not enter', async () => {
  const seats = memorySeats();
  const elsewhere = Session.enter({ base: server.url, roomId: 'other-room', name: 'Ada', seats, extras });
  await expect(elsewhere).rejects.toMatchObject({ code: 'notFound' });
  server.refusal = 'full';
  await expect(enter()).rejects.toMatchObject({ code: 'full' });
  await expect(
    Session.enter({ base: 'http://127.0.0.1:1', roomId: 'some-room', name: 'Ada', seats, extras }),
  ).rejects.toMatchObject({ code: 'unavailable' });
});

it('resumes its seat without a ticket after a reload', async () => {
  const first = await enter();
  first.session.close();
  const options = { base: server.url, roomId: 'some-room', seats: first.seats, extras, media: false };
  session = await Session.resume(options);
  expect(session?.store.getState().me.id).toBe('ada');
  expect(server.handshakes.all[1]).toEqual({ seat: 'the-seat' });
  expect(server.tickets).toBe(1);
});

it('forgets a seat that the server does not know any more', async () => {
  const { session: first, seats } = await enter();
  first.close();
  server.refusal = 'forbidden';
  const options = { base: server.url, roomId: 'some-room', seats, extras, media: false };
  await expect(Session.resume(options)).resolves.toBeUndefined();
  expect(seats.load('some-room')).toBeUndefined();
  await expect(Session.resume(options)).resolves.toBeUndefined();
});

it('gives the seat back when it leaves', async () => {
  const { session, seats } = await enter();
  const left = session.leave();
  (await server.commands.next(({ name }) => name === 'presence:leave')).answer({ ok: true, value: {} });
  await left;
  expect(seats.load('some-room')).toBeUndefined();
  expect(session.store.getState().line).toEqual({ state: 'closed', reason: 'left' });
});

it('keeps the seat when another tab takes it, and forgets it when it was removed', async () => {
  const replaced = await enter();
  server.goodbye('replaced');
  await until(replaced.session.store, ({ line }) => line.state === 'closed');
  expect(replaced.seats.load('some-room')).toBeDefined();
  const removed = await enter();
  server.goodbye('removed');
  await until(removed.session.store, ({ line }) => line.state === 'closed');
  expect(removed.seats.load('some-room')).toBeUndefined();
});

it('is told that WebSockets are stopped when the server answers over HTTP alone', async () => {
  server.isBlocked = true;
  await expect(enter()).rejects.toMatchObject({ code: 'unavailable', bound: 'blocked' });
  server.mayOpenLine = false;
  await expect(enter()).rejects.toMatchObject({ code: 'unavailable', bound: 'crowded' });
});

it('names what stops the line of a meeting that goes on, until it is open again', async () => {
  const { session } = await enter();
  server.isBlocked = true;
  server.cut();
  const stopped = await until(session.store, ({ line }) => line.state === 'lost' && line.obstacle !== undefined);
  expect(stopped.line).toMatchObject({ state: 'lost', obstacle: 'blocked' });
  server.isBlocked = false;
  session.retryNow();
  await until(session.store, ({ line }) => line.state === 'open');
  server.cut();
  const lost = await until(session.store, ({ line }) => line.state === 'lost');
  expect(lost.line).not.toHaveProperty('obstacle');
});
