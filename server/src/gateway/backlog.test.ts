import { beforeEach, expect, it } from 'vitest';
import { Backlog, backlogBytes, lookAtAll } from './backlog.ts';

/** A socket whose client reads the number of bytes that the test says. */
class Client {
  bufferedAmount = 0;
  isCut = false;

  terminate(): void {
    this.isCut = true;
  }
}

let time: number;
beforeEach(() => (time = 0));

function open(): { client: Client; backlog: Backlog; readonly send: (bytes: number) => void } {
  const client = new Client();
  const backlog = new Backlog(client, () => time);
  const send = (bytes: number) => {
    backlog.put(bytes);
    // Like engine.io: it moves the queue into the socket when the socket is empty.
    if (client.bufferedAmount === 0) {
      client.bufferedAmount = backlog.waiting;
      backlog.flushed();
    }
  };
  return { client, backlog, send };
}

it('cuts a client that reads nothing, with at most the bound and one frame waiting', () => {
  const { client, backlog, send } = open();
  let most = 0;
  for (let n = 0; n < 1_000 && !client.isCut; n += 1) {
    send(60_000);
    most = Math.max(most, backlog.waiting);
  }
  expect(client.isCut).toBe(true);
  expect(most).toBeLessThanOrEqual(backlogBytes + 60_000);
});

it('keeps a client that reads everything, however much that is in total', () => {
  const { client, send } = open();
  for (let n = 0; n < 1_000; n += 1) {
    send(900_000);
    client.bufferedAmount = 0;
  }
  expect(client.isCut).toBe(false);
});

it('takes one frame of any size while little waits before it', () => {
  const { client, send } = open();
  send(20 * backlogBytes);
  expect(client.isCut).toBe(false);
  send(1);
  expect(client.isCut).toBe(true);
});

it('does not count an undelivered welcome, only the frames after it', () => {
  const { client, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  for (let n = 0; n < 10; n += 1) send(100_000);
  expect(client.isCut).toBe(false);
  for (let n = 0; n < 3; n += 1) send(100_000);
  expect(client.isCut).toBe(true);
});

it('cuts a line whose welcome is not delivered before the client gives up', () => {
  const { client, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  time += 14_000;
  backlog.look();
  expect(client.isCut).toBe(false);
  time += 2_000;
  backlog.look();
  expect(client.isCut).toBe(true);
});

it('forgets a delivered welcome', () => {
  const { client, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  client.bufferedAmount = 0;
  time += 60_000;
  send(500);
  backlog.look();
  expect(client.isCut).toBe(false);
});

it('bounds all undelivered welcomes together, and cuts the largest first', () => {
  const lines = [10, 90, 100, 20, 80].map((megabytes) => {
    const line = open();
    line.send(megabytes * 1_048_576);
    line.backlog.welcomed();
    return line;
  });
  lookAtAll(lines.map(({ backlog }) => backlog));
  expect(lines.map(({ client }) => client.isCut)).toEqual([false, false, true, false, false]);
});
