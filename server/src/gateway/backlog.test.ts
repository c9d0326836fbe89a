import { beforeEach, expect, it } from 'vitest';
import { Backlog, backlogBytes, lookAtAll } from './backlog.ts';

/** A socket whose reader takes what it is told to take. */
class Reader {
  bufferedAmount = 0;
  isCut = false;

  terminate(): void {
    this.isCut = true;
  }
}

let time: number;
beforeEach(() => (time = 0));

function open(): { reader: Reader; backlog: Backlog; readonly send: (bytes: number) => void } {
  const reader = new Reader();
  const backlog = new Backlog(reader, () => time);
  const send = (bytes: number) => {
    backlog.put(bytes);
    // As engine.io does: the queue goes into the socket when the socket is empty.
    if (reader.bufferedAmount === 0) {
      reader.bufferedAmount = backlog.waiting;
      backlog.flushed();
    }
  };
  return { reader, backlog, send };
}

it('cuts a reader that takes nothing, with no more waiting than the bound and one frame', () => {
  const { reader, backlog, send } = open();
  let most = 0;
  for (let n = 0; n < 1_000 && !reader.isCut; n += 1) {
    send(60_000);
    most = Math.max(most, backlog.waiting);
  }
  expect(reader.isCut).toBe(true);
  expect(most).toBeLessThanOrEqual(backlogBytes + 60_000);
});

it('keeps a reader that takes everything, however much that is in total', () => {
  const { reader, send } = open();
  for (let n = 0; n < 1_000; n += 1) {
    send(900_000);
    reader.bufferedAmount = 0;
  }
  expect(reader.isCut).toBe(false);
});

it('lets one frame through whatever its size, as long as little waits before it', () => {
  const { reader, send } = open();
  send(20 * backlogBytes);
  expect(reader.isCut).toBe(false);
  send(1);
  expect(reader.isCut).toBe(true);
});

it('does not count a welcome that is on its way, only what comes behind it', () => {
  const { reader, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  for (let n = 0; n < 10; n += 1) send(100_000);
  expect(reader.isCut).toBe(false);
  for (let n = 0; n < 3; n += 1) send(100_000);
  expect(reader.isCut).toBe(true);
});

it('wants a welcome to arrive before the client gives up', () => {
  const { reader, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  time += 14_000;
  backlog.look();
  expect(reader.isCut).toBe(false);
  time += 2_000;
  backlog.look();
  expect(reader.isCut).toBe(true);
});

it('forgets a welcome that has arrived', () => {
  const { reader, backlog, send } = open();
  send(20 * backlogBytes);
  backlog.welcomed();
  reader.bufferedAmount = 0;
  time += 60_000;
  send(500);
  backlog.look();
  expect(reader.isCut).toBe(false);
});

it('bounds all welcomes on their way together: the largest go first', () => {
  const lines = [10, 90, 100, 20, 80].map((megabytes) => {
    const line = open();
    line.send(megabytes * 1_048_576);
    line.backlog.welcomed();
    return line;
  });
  lookAtAll(lines.map(({ backlog }) => backlog));
  expect(lines.map(({ reader }) => reader.isCut)).toEqual([false, false, true, false, false]);
});
