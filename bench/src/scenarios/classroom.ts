import type { HerdFigures } from '../bots/Herd.ts';
import { flowingTo, lesson, lessonPlans } from '../load/lesson.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge, type Measured } from '../load/Measured.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { progress } from '../progress.ts';

/** Time between two arrivals, in ms. This scenario measures staying; `join` measures arriving. */
const apartMs = 100;
/** How long the last member's streams may take to flow, in ms. */
const settleMs = 25_000;
/** Voices that a listener receives in a room with audio slots. */
const slots = 3;

type Way = 'slots' | 'plain';

/** The module that puts the media of a server on media nodes. */
const overNodes = new URL('../../../server/test/overNodes.ts', import.meta.url).href;

/** The environment of a server whose media is on so many nodes of one worker each, in its own process. */
function onNodes(nodes: number): Readonly<Record<string, string>> {
  return { MEDIA_NODES: String(nodes), MEDIA_NODES_HERE: 'yes', NODE_OPTIONS: `--import ${overNodes}` };
}

async function measure(way: Way, participants: number, seconds: number, environment = {}) {
  const load = await MediaLoad.start({ ...environment, PLENUM_AUDIO_SLOTS: way === 'slots' ? String(slots) : '0' });
  try {
    const plans = lessonPlans(participants);
    const roomId = await load.createRoom();
    const senders = plans.slice(0, lesson.cameras);
    await load.arrive(roomId, senders, senders.length * apartMs);
    await load.arrive(roomId, plans.slice(senders.length), (plans.length - senders.length) * apartMs);
    progress(`${way}: ${participants} have come`);
    const due = plans.reduce((sum, plan) => sum + flowingTo(plan), 0);
    await load.until(({ whole, thin }) => flowing(whole) + flowing(thin) >= due, settleMs);
    const measured = await load.measure(seconds);
    const failures = await load.failures();
    progress(`${way}: ${JSON.stringify({ ...measured, whole: undefined, thin: undefined })}`);
    return { ...summary(measured, participants, due), failures, serverSaid: load.serverSaid };
  } finally {
    await load.close();
  }
}

function flowing(herd: HerdFigures): number {
  return herd.flowing.reduce((sum, count) => sum + count, 0);
}

function summary({ whole, thin, void: reason, ...measured }: Measured, participants: number, due: number) {
  const lossOf = ({ received, lost }: HerdFigures) => round(lost / Math.max(1, received + lost));
  return {
    ...(reason !== undefined && { void: reason }),
    ...measured,
    rssKiBPerParticipant: Math.round(measured.rssKiB / participants),
    wholeListeners: whole.bots,
    thinListeners: thin.bots,
    connectedShare: round((whole.connected + thin.connected) / participants),
    flowingShare: round((flowing(whole) + flowing(thin)) / due),
    packetsPerCore: Math.round(measured.packetsOutPerSecond / Math.max(0.001, measured.serverCpuShare)),
    lossAtWholeListeners: lossOf(whole),
    lossAtThinListeners: lossOf(thin),
    voiceDelayMs: spread(whole.delays),
  };
}

async function byWay(way: Way, one: Way | undefined, participants: number, seconds: number) {
  const judged = await measure(way, participants, seconds);
  return { judged, beside: one ? {} : { plain: await measure('plain', participants, seconds).catch(stoppedBy) } };
}

/** The same lesson over media nodes, and beside it on as many workers of one server. */
async function overSeveral(nodes: number, way: Way, participants: number, seconds: number) {
  const over = await measure(way, participants, seconds, onNodes(nodes));
  const alone = { PLENUM_WORKERS: String(nodes), PLENUM_WORKER_CONSUMERS: '1' };
  const beside = await measure(way, participants, seconds, alone).catch(stoppedBy);
  return {
    judged: over,
    beside: { alone: beside, ...('voiceDelayMs' in beside && { overNodes: costOf(over, beside) }) },
  };
}

type Summary = Pick<Awaited<ReturnType<typeof measure>>, 'packetsPerCore' | 'voiceDelayMs'>;

/** What the way over nodes costs: packets that a core forwards against those of the single server, and delay of voices more. */
function costOf(over: Summary, alone: Summary) {
  const added = (share: 'p50' | 'p95' | 'p99') => round(over.voiceDelayMs[share] - alone.voiceDelayMs[share]);
  return {
    packetsPerCore: over.packetsPerCore,
    packetsPerCoreAlone: alone.packetsPerCore,
    packetsPerCoreShare: round(over.packetsPerCore / Math.max(1, alone.packetsPerCore)),
    addedVoiceDelayMs: { p50: added('p50'), p95: added('p95'), p99: added('p99') },
  };
}

/** One room: three members talk, one of them shows a screen, nine cameras are on, all others listen with muted microphones. */
export async function classroom({ numbers, words }: Options): Promise<Report> {
  const { participants = 25, seconds = 20, nodes = 1 } = numbers;
  if (participants < lesson.cameras) throw new Error(`At least ${lesson.cameras} people have their camera on.`);
  const one = words['way'] === 'slots' || words['way'] === 'plain' ? words['way'] : undefined;
  // The usual mode for this size is judged; the other mode is measured beside it, as far as it gets.
  const way: Way = one ?? 'slots';
  const { judged, beside } =
    nodes > 1 ? await overSeveral(nodes, way, participants, seconds) : await byWay(way, one, participants, seconds);
  const failures = [...judged.failures];
  if (judged.serverSaid.some((line) => line.includes('worker died'))) failures.push('a media worker was replaced');
  if (judged.connectedShare < 1) failures.push('not everybody is connected');
  if (judged.flowingShare < 1) failures.push('not every stream reaches everybody');
  const loss = Math.max(judged.lossByServer, judged.lossAtWholeListeners);
  if (loss > 0.001) failures.push(`${loss} of all packets are lost`);
  return {
    scenario: 'classroom',
    ...judge(failures, judged),
    participants,
    ...(nodes > 1 && { nodes }),
    failures,
    ...lesson,
    [way]: judged,
    ...beside,
  };
}

function stoppedBy(error: unknown): { readonly void: string } {
  return { void: error instanceof Error ? error.message : String(error) };
}
