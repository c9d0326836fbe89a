import { atNode, type ClusterNode } from '@plenum/client/e2e/support/cluster';
import { now } from '../board/strokes.ts';
import { judge } from '../load/Measured.ts';
import { type Calm, NodesRun } from '../nodes/NodesRun.ts';
import { progress } from '../progress.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { wait } from '../wait.ts';

/** The time within which the rooms of a dead node are open elsewhere, at p95, in ms (`reliability.md`, F4). */
const openWithinMs = 5_000;
/** The longest gap in the sound while a meeting moves, in ms. */
const gapMs = 1_000;
/** How long a room, a line or sound is awaited, in ms. */
const patienceMs = 30_000;
/** A generator process with a higher CPU share measures itself. */
const busiest = 0.85;
/** If other programs take more of a core than this, a failed run proves nothing. */
const othersAllowed = 0.2;
/** Votes come within three seconds: a fault after this time meets some of them under way. */
const votingMs = 1_500;
const calmMs = 2_000;

/** What one fault did to the rooms of one node. */
interface Turn {
  readonly node: string;
  readonly rooms: number;
  readonly calm: Calm;
  /** Times in ms; a member or a room that never came back is in `missing`. */
  readonly answers: readonly number[];
  readonly lines: readonly number[];
  readonly sounds: readonly number[];
  readonly missing: readonly string[];
  /** Lines that members of other nodes' rooms lost. */
  readonly lostElsewhere: number;
}

/** The node with the most rooms. */
async function fullest(run: NodesRun) {
  const owned = [...(await run.owners())].toSorted(([, one], [, other]) => other.length - one.length);
  const [first] = owned;
  if (!first) throw new Error('There is no node.');
  return { node: first[0], rooms: first[1], others: owned.slice(1).flatMap(([, rooms]) => rooms) };
}

/** Kills the fullest node while people vote, waits until all have everything back, and starts it again. */
async function kill(run: NodesRun): Promise<Turn> {
  const { node, rooms, others } = await fullest(run);
  const calm = await run.calm(calmMs);
  await run.openPolls();
  await wait(votingMs);
  const lostBefore = await run.losses(others);
  const since = now();
  await node.program.kill();
  const [answers, members] = await Promise.all([
    Promise.all(rooms.map((room) => run.answersElsewhere(room, node, patienceMs))),
    run.back(rooms, since, patienceMs),
  ]);
  const lostElsewhere = (await run.losses(others)) - lostBefore;
  await node.program.start();
  await run.closePolls();
  const lines = members.map(({ line }) => line);
  const sounds = members.map(({ sound }) => sound).filter((sound) => sound !== 'none');
  const missing = [
    ...lacking('rooms are not open elsewhere', answers),
    ...lacking('lines are not back', lines),
    ...lacking('members hear nothing', sounds),
  ];
  const turn = { node: node.name, rooms: rooms.length, calm, missing, lostElsewhere };
  return { ...turn, answers: known(answers), lines: known(lines), sounds: known(sounds) };
}

function known(times: readonly (number | undefined)[]): number[] {
  return times.filter((time) => time !== undefined);
}

function lacking(what: string, times: readonly (number | undefined)[]): string[] {
  const count = times.length - known(times).length;
  return count === 0 ? [] : [`${count} of ${times.length} ${what} after ${patienceMs / 1_000} s`];
}

/** Drains a node, starts it again as an upgrade does, and lets it have meetings again. */
async function drain(run: NodesRun, node: ClusterNode) {
  const owners = await run.owners();
  const rooms = owners.get(node) ?? [];
  const calm = await run.calm(calmMs);
  await run.openPolls();
  await wait(votingMs);
  const lostBefore = await run.losses(run.rooms);
  await run.listenForSilence();
  const began = performance.now();
  const said = await atNode(node, 'drain');
  const tookMs = performance.now() - began;
  // The last room has its sound again, or the gap is longer than promised.
  await wait(gapMs * 2);
  const gaps = await run.silences(rooms);
  await node.program.stop();
  await wait(gapMs);
  const lost = (await run.losses(run.rooms)) - lostBefore;
  await node.program.start();
  await atNode(node, 'uncordon');
  await run.closePolls();
  return { node: node.name, rooms: rooms.length, calm, said, tookMs, gaps, lost };
}

async function auditOf(run: NodesRun) {
  const audits = await run.audit();
  const total = (what: 'messages' | 'votes' | 'strokes') =>
    audits.reduce((sum, { acknowledged }) => sum + acknowledged[what], 0);
  return {
    faults: audits.flatMap(({ faults }) => faults),
    acknowledged: { messages: total('messages'), votes: total('votes'), strokes: total('strokes') },
  };
}

function judged(failures: readonly string[], calms: readonly Calm[]) {
  const others = Math.max(0, ...calms.map((calm) => calm.others));
  const busy = Math.max(0, ...calms.flatMap((calm) => calm.generators));
  const reason = busy > busiest ? `a process of bots was busy for ${round(busy)} of a core` : undefined;
  return {
    ...judge(failures, { void: reason, disturbed: others > othersAllowed }),
    failures,
    clusterCpuShare: round(Math.max(0, ...calms.map((calm) => calm.cluster))),
    generatorCpuShare: round(busy),
    othersCpuShare: round(others),
  };
}

async function killAll(run: NodesRun, kills: number) {
  const turns: Turn[] = [];
  for (let number = 1; number <= kills; number += 1) {
    const turn = await kill(run);
    turns.push(turn);
    const { answers, lines, sounds, ...more } = turn;
    const times = { answers: spread(answers), lines: spread(lines), sounds: spread(sounds) };
    progress(`kill ${number}: ${JSON.stringify({ ...more, calm: undefined, ...times })}`);
  }
  const roomAnswersMs = spread(turns.flatMap(({ answers }) => answers));
  const failures = turns.flatMap(({ missing }) => missing);
  if (roomAnswersMs.p95 > openWithinMs) failures.push(`rooms are open elsewhere after ${roomAnswersMs.p95} ms at p95`);
  const lostElsewhere = turns.reduce((sum, turn) => sum + turn.lostElsewhere, 0);
  if (lostElsewhere > 0) failures.push(`${lostElsewhere} members of other nodes lost their lines`);
  const figures = {
    kills,
    roomsMoved: turns.reduce((sum, { rooms }) => sum + rooms, 0),
    roomAnswersMs,
    lineBackMs: spread(turns.flatMap(({ lines }) => lines)),
    soundBackMs: spread(turns.flatMap(({ sounds }) => sounds)),
    lostElsewhere,
  };
  return { figures, failures, calms: turns.map(({ calm }) => calm) };
}

async function drainAll(run: NodesRun) {
  const turns: Awaited<ReturnType<typeof drain>>[] = [];
  for (const node of run.cluster.nodes) {
    const turn = await drain(run, node);
    turns.push(turn);
    progress(`drained: ${JSON.stringify({ ...turn, calm: undefined, gaps: spread(turn.gaps) })}`);
  }
  const soundGapMs = spread(turns.flatMap(({ gaps }) => gaps));
  const linesLost = turns.reduce((sum, { lost }) => sum + lost, 0);
  const failures = turns.flatMap(({ said, node }) =>
    said.includes('none is left here') ? [] : [`draining ${node}: ${said}`],
  );
  if (soundGapMs.max > gapMs) failures.push(`people hear a gap of ${soundGapMs.max} ms`);
  if (linesLost > 0) failures.push(`${linesLost} members lost their lines`);
  const roomsMoved = turns.reduce((sum, { rooms }) => sum + rooms, 0);
  const roomMs = round(turns.reduce((sum, { tookMs }) => sum + tookMs, 0) / Math.max(1, roomsMoved));
  return {
    figures: { drains: turns.length, roomsMoved, drainMsPerRoom: roomMs, soundGapMs, linesLost },
    failures,
    calms: turns.map(({ calm }) => calm),
  };
}

/**
 * Rooms full of light bots over a cluster: the fullest node is killed several times, or every node is drained and started again,
 * while people write, vote and draw.
 */
export async function nodes({ numbers, words }: Options): Promise<Report> {
  const { nodes: count = 3, rooms = 30, participants = 240, kills = 5 } = numbers;
  if (participants < 2 * rooms) throw new Error('A room needs two people.');
  const run = await NodesRun.start(count);
  try {
    const { hearing, due } = await run.enter({ nodes: count, rooms, participants });
    progress(`${hearing} of ${due} listeners hear`);
    await run.work();
    const { figures, failures, calms } = words['drain'] === 'yes' ? await drainAll(run) : await killAll(run, kills);
    const { faults, acknowledged } = await auditOf(run);
    const wrong = [...failures, ...(await run.failures()), ...faults.slice(0, 20)];
    if (hearing < due) wrong.push(`${due - hearing} of ${due} listeners heard nothing before the first fault`);
    return {
      scenario: 'nodes',
      participants: run.rooms.length * Math.floor(participants / rooms),
      nodes: count,
      rooms: run.rooms.length,
      ...judged(wrong, calms),
      ...figures,
      audit: { faults: faults.length, ...acknowledged },
    };
  } finally {
    await run.close();
  }
}
