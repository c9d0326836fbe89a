import { extras } from '@plenum/shared/features/extras';
import { randomBytes } from 'node:crypto';
import { createRoom } from '@plenum/client/core/http';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { stateOf } from '@plenum/client/core/store';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { type BlindPaper, blindPaper, openPaper, type Paper } from '@plenum/shared/ballot/papers';
import { receiptCode } from '@plenum/shared/ballot/receipt';
import { scheme, type Stamp } from '@plenum/shared/ballot/scheme';
import { poll } from '@plenum/shared/features/poll/contract';
import type { NeighbourCalls } from '../ballot/neighbourProcess.ts';
import { Child } from '../process/Child.ts';
import { Probed, probeUrl } from '../probe/Probed.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, usageOf } from '../usage.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** Longest wait of another meeting while the assembly votes, in ms. */
const longestWaitMs = 50;
const atOnce = 20;
const quietMs = 3_000;
/** Within this time the last vote must be among those that everybody is told of, in ms. */
const toldMs = 2_000;

interface Measuring {
  readonly server: ServerProcess;
  readonly probed: Probed;
  readonly neighbour: Child<NeighbourCalls>;
}

/** Runs one part of the vote; returns its cost for the server and for a neighbouring meeting. */
async function measure(name: string, { server, probed, neighbour }: Measuring, run: () => Promise<unknown>) {
  await probed.resetTurns();
  const before = usageOf(server.pid);
  await neighbour.call('begin', undefined);
  await run();
  const after = usageOf(server.pid);
  const waits = await neighbour.call('end', undefined);
  const { loopDelayMs, longestTurnCpuMs } = await probed.reset();
  const figures = {
    ms: Math.round(after.at - before.at),
    neighbourMs: spread(waits),
    loopDelayMs: { p50: round(loopDelayMs.p50), p99: round(loopDelayMs.p99), max: round(loopDelayMs.max) },
    longestTurnCpuMs: round(longestTurnCpuMs),
    serverCpuShare: round(cpuShare(before, after)),
  };
  progress(`${name}: ${JSON.stringify(figures)}`);
  return figures;
}

async function enterAll(origin: string, roomId: string, count: number): Promise<Session[]> {
  const sessions: Session[] = [];
  for (let done = 0; done < count; done += atOnce) {
    const names = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => `Voter ${done + index}`);
    const enter = (name: string) =>
      Session.enter({ base: origin, roomId, name, seats: memorySeats(), extras, media: false });
    sessions.push(...(await Promise.all(names.map(enter))));
  }
  return sessions;
}

/** Asks for the stamp and waits for it. */
async function take(session: Session, id: string, { blinded }: BlindPaper): Promise<Stamp> {
  const stampOf = () => {
    const { me } = session.store.getState();
    return stateOf(session.store.getState(), poll).backs[id]?.stamps?.[me.id];
  };
  await session.send(poll, 'paper', { poll: id, scheme, blinded });
  for (let stamp = stampOf(); ; stamp = stampOf()) {
    if (stamp) return stamp;
    await wait(5);
  }
}

async function cast(session: Session, id: string, paper: Paper, pick: number): Promise<void> {
  const ballot = { poll: id, ...paper, code: receiptCode(randomBytes(20)), answer: { picks: [pick] } };
  await session.send(poll, 'cast', ballot);
}

async function vote(measuring: Measuring, count: number) {
  const { origin } = measuring.server;
  const { id: roomId, hostKey } = await createRoom(origin, { title: 'Assembly' });
  const seats = memorySeats();
  const chair = await Session.enter({ base: origin, roomId, key: hostKey, name: 'Chair', seats, extras, media: false });
  const voters = await enterAll(origin, roomId, count);
  try {
    const quiet = await measure('quiet', measuring, () => wait(quietMs));
    // In reality each browser makes its own; here all of them would share one processor.
    const blind = voters.map(() => blindPaper(randomBytes(32).toString('hex')));
    const setup = { question: 'Shall we?', choice: { kind: 'yesNo' as const }, secret: true };
    const { id } = await chair.send(poll, 'open', { setup });
    const find = () => stateOf(chair.store.getState(), poll).polls.find((one) => one.id === id);
    const publicKey = find()?.ballot?.publicKey ?? '';
    let stamps: Stamp[] = [];
    const taking = await measure('papers', measuring, async () => {
      const all = voters.map((session, index) => take(session, id, blind[index] ?? blindPaper('')));
      stamps = await Promise.all(all);
    });
    const began = performance.now();
    const papers = blind.map((paper, index) =>
      openPaper(paper, stamps[index] ?? { evaluated: '', proof: '' }, publicKey),
    );
    const clientCheckMs = round((performance.now() - began) / count);
    const casting = await measure('ballots', measuring, () =>
      Promise.all(papers.map((paper, index) => cast(voters[index] ?? chair, id, paper, index % 2))),
    );
    // The total is gathered: everybody is told it a moment later.
    for (const end = performance.now() + toldMs; performance.now() < end && find()?.voted !== count; ) await wait(20);
    return { quiet, papers: taking, clientCheckMs, ballots: casting, voted: find()?.voted ?? 0 };
  } finally {
    for (const session of [chair, ...voters]) session.close();
  }
}

/** A whole assembly takes its ballot papers at one moment and casts them at another, beside a second meeting. */
export async function ballot({ numbers }: Options): Promise<Report> {
  const { voters = 500 } = numbers;
  const environment = { PLENUM_ROOM_PEOPLE: String(voters + 1) };
  const server = await ServerProcess.start({ environment, preload: probeUrl });
  const neighbour = Child.start<NeighbourCalls>(new URL('../ballot/neighbourProcess.ts', import.meta.url));
  try {
    await neighbour.call('enter', { origin: server.origin });
    const figures = await vote({ server, probed: new Probed(server.process), neighbour }, voters);
    const parts = Object.entries({ papers: figures.papers, ballots: figures.ballots });
    const slow = parts.filter(([, { loopDelayMs }]) => loopDelayMs.max > longestWaitMs);
    // The loop stood still, but the server itself took no more than its time.
    const isOthers = slow.length > 0 && slow.every(([, { longestTurnCpuMs }]) => longestTurnCpuMs <= longestWaitMs);
    const failures = [
      ...slow.map(([part]) => `the event loop stood still for more than ${longestWaitMs} ms: ${part}`),
      ...(figures.voted === voters ? [] : ['a ballot is missing']),
    ];
    return {
      scenario: 'ballot',
      pass: failures.length === 0,
      ...(isOthers && { void: 'other programs had the processor while the event loop stood still' }),
      ...(figures.quiet.loopDelayMs.max > longestWaitMs && { void: 'the machine was busy before anybody voted' }),
      participants: voters,
      failures,
      ...figures,
    };
  } finally {
    await neighbour.close();
    await server.close();
  }
}
