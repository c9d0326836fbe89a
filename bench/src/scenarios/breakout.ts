import { extras } from '@plenum/shared/features/extras';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { stateOf } from '@plenum/client/core/store';
import { breakout as contract } from '@plenum/shared/features/breakout/contract';
import { presence } from '@plenum/shared/features/presence/contract';
import type { BotPlan } from '../bots/Bot.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge } from '../load/Measured.ts';
import { type Options, type Report, spread } from '../report.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** Talkers in each room; the others have open, muted microphones. */
const talkersPerRoom = 2;
/** How long the slowest member may take, in ms; then the member counts as lost. */
const timeoutMs = 30_000;

const now = () => performance.timeOrigin + performance.now();

/** Members of one room are apart in the list; the first of each room talk. */
function plansOf(participants: number, rooms: number): BotPlan[] {
  return Array.from({ length: participants }, (_, index) => ({
    name: `Bot ${index}`,
    depth: 'thin',
    sends: [index < rooms * talkersPerRoom ? 'mic' : 'mutedMic'],
  }));
}

interface Moved {
  readonly lost: number;
  /** For each bot: from the command to the first sound of the new room, in ms. */
  readonly ms: readonly number[];
}

/** Waits until every member is in one of these rooms and hears sound there. */
async function everybodyIn(
  load: MediaLoad,
  isRight: (room: string) => boolean,
  participants: number,
  since: number,
): Promise<Moved> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const places = await load.places(since);
    const ms = places.flatMap(({ room, mediaAt }) => (isRight(room) && mediaAt !== undefined ? [mediaAt - since] : []));
    if (ms.length === participants || performance.now() > end) return { lost: participants - ms.length, ms };
    await wait(250);
  }
}

async function openRooms(host: Session, rooms: number): Promise<void> {
  const members = Object.keys(stateOf(host.store.getState(), presence).members);
  const bots = members.filter((id) => id !== host.store.getState().me.id);
  const keys = Array.from({ length: rooms }, (_, index) => ({ key: `r${index}`, name: `Room ${index + 1}` }));
  await host.send(contract, 'draft', {
    revision: stateOf(host.store.getState(), contract).draft.revision,
    rooms: keys,
    assigned: bots.map((member, index) => ({ member, room: `r${index % rooms}` })),
    expected: [],
    options: { invite: 'now', choice: 'assigned', late: 'smallest' },
  });
  await host.send(contract, 'open', {});
}

/** A meeting moves into its rooms and back: real moves, with room line, ICE, DTLS and sound. */
export async function breakout({ numbers }: Options): Promise<Report> {
  const { participants = 200, rooms = 20 } = numbers;
  const load = await MediaLoad.start();
  try {
    const { id, hostKey: key } = await load.createOwnRoom();
    const base = load.server.origin;
    const host = await Session.enter({
      base,
      roomId: id,
      name: 'Host',
      key,
      seats: memorySeats(),
      extras,
      media: false,
    });
    const before = now();
    // Slow enough that the members get their seats in the order of the plans.
    await load.arrive(id, plansOf(participants, rooms), Math.max(2_000, participants * 50));
    const ready = await everybodyIn(load, (room) => room === id, participants, before);
    progress(`${participants - ready.lost} hear the meeting`);
    const measuring = load.measure(10);
    const sentAt = now();
    await openRooms(host, rooms);
    const out = await everybodyIn(load, (room) => room !== id, participants, sentAt);
    const { places } = stateOf(host.store.getState(), contract);
    progress(`${participants - out.lost} hear their room; the meeting knows of ${Object.keys(places).length}`);
    const closedAt = now();
    await host.send(contract, 'close', {});
    const back = await everybodyIn(load, (room) => room === id, participants, closedAt);
    progress(`${participants - back.lost} are back`);
    const measured = await measuring;
    await host.leave();
    const failures = await load.failures();
    const lost = { before: ready.lost, out: out.lost, back: back.lost };
    for (const [when, count] of Object.entries(lost)) if (count > 0) failures.push(`${count} without sound: ${when}`);
    return {
      scenario: 'breakout',
      ...judge(failures, measured),
      participants,
      failures,
      rooms,
      media: 'sound of two in each room, no pictures',
      peopleInRoomsAtOnce: Object.keys(places).length,
      toRoomMs: spread(out.ms),
      backMs: spread(back.ms),
      serverCpuShare: measured.serverCpuShare,
      generatorCpuShares: measured.generatorCpuShares,
      othersCpuShare: measured.othersCpuShare,
      loopDelayMs: measured.loopDelayMs,
      serverSaid: load.serverSaid,
    };
  } finally {
    await load.close();
  }
}
