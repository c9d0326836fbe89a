import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateRoomOutput } from '@plenum/shared/api/room/contract';
import { aside } from '@plenum/shared/core/aside';
import { createRoom } from '@plenum/client/core/http';
import type { ServerProcess } from '@plenum/client/e2e/support/server';
import * as z from 'zod/mini';
import type { Probed } from '../probe/Probed.ts';
import { Child } from '../process/Child.ts';
import { round, spread } from '../report.ts';
import type { CrowdCalls } from './crowdProcess.ts';
import { answers, logMiB } from './bounds.ts';
import { Line } from './Line.ts';
import { wait } from '../wait.ts';

/** The attacked server. */
export interface Target {
  readonly server: ServerProcess;
  readonly probed: Probed;
}

const mebibyte = 1024 * 1024;
const Blank = z.object({ page: z.string() });

/** A host's line in a room of its own, with an empty page on which everybody may draw. */
async function boardRoom({ server }: Target): Promise<{ room: CreateRoomOutput; host: Line; page: string }> {
  const room = await createRoom(server.origin, { title: 'Attacked' });
  const host = await Line.enter({ origin: server.origin, roomId: room.id, name: 'Host', key: room.hostKey });
  const { page } = Blank.parse(await host.value('slides:blank', { name: 'Page' }));
  await host.value('whiteboard:allow', { who: 'everyone', chosen: [], others: true });
  return { room, host, page };
}

/** Shapes that together are almost as large as one message may be. */
function heavyShapes(tag: string) {
  const place = { x: 0, y: 0, w: 10, h: 10, angle: 0, order: 1 };
  return Array.from({ length: 12 }, (_, index) => ({
    kind: 'text',
    id: `${tag}-${String(index).padStart(6, '0')}`,
    ...place,
    colour: 'blue',
    size: 20,
    text: 'x'.repeat(2_000),
  }));
}

/** Four members change the same heavy shapes as often as the limits allow. Bytes: the database and its journal. */
export async function fillLog(target: Target, seconds: number) {
  const { server } = target;
  const { room, host, page } = await boardRoom(target);
  const shapes = heavyShapes('shape');
  await host.value('whiteboard:put', { page, shapes });
  const others = await Promise.all(
    [1, 2, 3].map((n) => Line.enter({ origin: server.origin, roomId: room.id, name: `P${n}`, key: room.moderatorKey })),
  );
  const before = databaseBytes(server.folder);
  let [accepted, refused] = [0, 0];
  const end = performance.now() + seconds * 1_000;
  const draw = async (line: Line, letter: string) => {
    while (performance.now() < end && !line.isClosed) {
      const changes = shapes.map(({ id }) => ({ id, set: { text: letter.repeat(1_000) } }));
      if (await line.ask('whiteboard:change', { page, changes })) accepted += 1;
      else {
        refused += 1;
        // The pause keeps refusals few, so that the server does not close the line for flooding.
        await wait(200);
      }
    }
  };
  const lines = [host, ...others];
  await Promise.all(lines.flatMap((line, n) => ['a', 'b', 'c'].map((letter) => draw(line, `${letter}${n}`))));
  lines.forEach((line) => line.close());
  const written = databaseBytes(server.folder) - before;
  return {
    seconds,
    accepted,
    refused,
    writtenMiB: round(written / mebibyte),
    mostMiB: round(logMiB(seconds)),
  };
}

function databaseBytes(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith('plenum.db'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

const startCrowd = () => Child.start<CrowdCalls>(new URL('./crowdProcess.ts', import.meta.url));

/** One member draws as much as the limits allow. @returns how many messages were told */
async function drawMuch({ host, page }: { readonly host: Line; readonly page: string }, seconds: number) {
  await host.value('whiteboard:put', { page, shapes: heavyShapes('shape') });
  const end = performance.now() + seconds * 1_000;
  let told = 0;
  while (performance.now() < end && !host.isClosed) {
    const changes = heavyShapes('shape').map(({ id }) => ({ id, set: { text: randomUUID().repeat(55) } }));
    if (await host.ask('whiteboard:change', { page, changes })) told += 1;
    else await wait(50);
  }
  return told;
}

/** Ten members never read while one draws much: how much the server keeps for them, and how many lines it cuts. */
export async function neverRead(target: Target, seconds: number) {
  const { server, probed } = target;
  const [warm, attacked] = [await boardRoom(target), await boardRoom(target)];
  const [reading, crowd] = [startCrowd(), startCrowd()];
  try {
    // The same with members who read: what the server takes for that is not memory of those who do not.
    await reading.call('enter', { origin: server.origin, roomId: warm.room.id, count: 10 });
    await drawMuch(warm, seconds);
    const readers = await crowd.call('enter', { origin: server.origin, roomId: attacked.room.id, count: 10 });
    const before = await probed.collect();
    await crowd.call('stopReading', undefined);
    const told = await drawMuch(attacked, seconds);
    const after = await probed.collect();
    return {
      seconds,
      readers,
      messagesTold: told,
      grownMiB: round((after.rssBytes - before.rssBytes) / mebibyte),
      stillConnectedByTheirOwnCount: await crowd.call('connected', undefined),
    };
  } finally {
    for (const one of [warm, attacked]) one.host.close();
    for (const one of [reading, crowd]) await one.close();
  }
}

/** The longest wait of a command in another meeting while a full meeting is locked, raises hands, loses lines and ends. */
export async function endMeeting({ server, probed }: Target, people: number) {
  const { origin } = server;
  const full = await createRoom(origin, { title: 'Full' });
  const other = await createRoom(origin, { title: 'Other' });
  const crowd = startCrowd();
  const asking = await Promise.all(
    Array.from({ length: 30 }, (_, n) => Line.enter({ origin, roomId: other.id, name: `Other ${n}` })),
  );
  const host = await Line.enter({ origin, roomId: full.id, name: 'Host', key: full.hostKey });
  try {
    await crowd.call('enter', { origin, roomId: full.id, count: people - 1 });
    // By then the joins are over, and the garbage collector has caught up.
    await wait(3_000);
    const waits: number[] = [];
    const over = new AbortController();
    const sample = async () => {
      for (let turn = 0; !over.signal.aborted; turn += 1) {
        const began = performance.now();
        const asked = asking[turn % asking.length]?.ask('lobby:look', {});
        aside(asked?.then(() => waits.push(performance.now() - began)));
        await wait(30);
      }
    };
    await probed.resetTurns();
    const sampling = sample();
    await wait(1_000);
    const quiet = spread(waits.splice(0));
    const quietLoop = (await probed.reset()).loopDelayMs;
    const during = async (act: () => Promise<unknown>) => {
      await act();
      await wait(1_500);
      const { loopDelayMs, longestTurnCpuMs } = await probed.reset();
      return {
        longestWaitMs: spread(waits.splice(0)).max,
        longestLoopPauseMs: round(loopDelayMs.max),
        longestTurnCpuMs: round(longestTurnCpuMs),
      };
    };
    const click = (name: string, input: unknown) => during(() => host.ask(name, input));
    const lock = await click('moderation:lock', { locks: { seePeople: true } });
    const unlock = await click('moderation:lock', { locks: { seePeople: false } });
    const hands = await during(() => crowd.call('askAll', { name: 'hand:raise', input: {} }));
    const cut = await during(() => crowd.call('cut', Math.floor(people * 0.4)));
    const end = await click('moderation:end', {});
    over.abort();
    await sampling;
    return { people, quiet: { waitMs: quiet.max, loopPauseMs: round(quietLoop.max) }, lock, unlock, hands, cut, end };
  } finally {
    host.close();
    asking.forEach((line) => line.close());
    await crowd.close();
  }
}

/** One line repeats a heavy command that was already answered, fifty at a time, until the server stops it. */
export async function repeat(target: Target, seconds: number) {
  const { host, page } = await boardRoom(target);
  const key = randomUUID();
  const input = { page, shapes: heavyShapes('again') };
  await host.ask('whiteboard:put', input, key);
  let [answered, refused] = [0, 0];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const again = async () => {
    while (performance.now() < end && !host.isClosed) {
      if (await host.ask('whiteboard:put', input, key)) answered += 1;
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: 50 }, again));
  const lasted = (performance.now() - began) / 1_000;
  const isCutOff = host.isClosed;
  // After a cut, the rest of the time has no answers.
  host.close();
  const most = answers(lasted, Buffer.byteLength(JSON.stringify(input)));
  return { lastedSeconds: round(lasted), answered, most, refused, isCutOff };
}
