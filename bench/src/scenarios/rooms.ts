import type { BotPlan } from '../bots/Bot.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import type { Measured } from '../load/Measured.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { progress } from '../progress.ts';

const people = 8;
/** Voices that a listener receives; a member in an audio slot does not receive that slot. */
const slots = 3;
const streamsPerRoom = people * (people - 1) + people * slots - slots;
/** Number of rooms added in each step. */
const step = 2;
/** Beyond one of these bounds the server is overloaded. */
const limits = { loss: 0.001, voiceDelayP99Ms: 50 } as const;

interface Step {
  readonly rooms: number;
  readonly void: string | undefined;
  readonly loss: number;
  readonly voiceDelayP99Ms: number;
  readonly serverCpuShare: number;
  readonly generatorCpuShares: readonly number[];
  readonly othersCpuShare: number;
  readonly packetsOutPerSecond: number;
  readonly serverMicrosPerPacket: number;
  readonly consumers: number;
}

function plansOf(room: number): BotPlan[] {
  return Array.from({ length: people }, (_, index) => ({
    name: `Bot ${room}-${index}`,
    // One bot of each room is whole.
    depth: index === 0 ? 'whole' : 'thin',
    sends: ['mic', 'camera'],
  }));
}

function stepOf(rooms: number, { whole, thin, ...measured }: Measured): Step {
  const received = whole.received + thin.received;
  const lost = whole.lost + thin.lost;
  return {
    rooms,
    void: measured.void,
    loss: round(lost / Math.max(1, received + lost)),
    voiceDelayP99Ms: spread(whole.delays).p99,
    serverCpuShare: measured.serverCpuShare,
    generatorCpuShares: measured.generatorCpuShares,
    othersCpuShare: measured.othersCpuShare,
    packetsOutPerSecond: measured.packetsOutPerSecond,
    serverMicrosPerPacket: measured.serverMicrosPerPacket,
    consumers: measured.consumers,
  };
}

/** Rooms of eight members, each with camera and microphone, are added until the server is overloaded. */
export async function rooms({ numbers }: Options): Promise<Report> {
  const { most = 20, seconds = 5 } = numbers;
  const load = await MediaLoad.start({ PLENUM_AUDIO_SLOTS: String(slots) });
  const steps: Step[] = [];
  let knee = 'not reached';
  try {
    for (let count = step; count <= most; count += step) {
      for (let room = count - step; room < count; room += 1)
        await load.arrive(await load.createRoom(), plansOf(room), 800);
      const due = count * streamsPerRoom;
      const flowing = await load.until(
        ({ whole, thin }) => [...whole.flowing, ...thin.flowing].reduce((sum, streams) => sum + streams, 0) >= due,
        10_000,
      );
      const seen = stepOf(count, await load.measure(seconds));
      progress(JSON.stringify(seen));
      steps.push(seen);
      if (seen.void !== undefined) knee = `unknown: ${seen.void}`;
      else if (!flowing) knee = 'not every stream flows';
      else if (seen.loss > limits.loss) knee = 'loss';
      else if (seen.voiceDelayP99Ms > limits.voiceDelayP99Ms) knee = 'delay';
      else continue;
      break;
    }
    const failures = await load.failures();
    // Every step before the last was good, or the run would have ended there.
    const good = steps.at(knee === 'not reached' ? -1 : -2);
    return {
      scenario: 'rooms',
      pass: failures.length === 0 && good !== undefined,
      ...(good === undefined && { void: steps[0]?.void ?? 'not even the first rooms' }),
      participants: (good?.rooms ?? 0) * people,
      failures,
      people,
      knee,
      roomsBeforeKnee: good?.rooms ?? 0,
      steps,
    };
  } finally {
    await load.close();
  }
}
