import type { BotPlan } from '../bots/Bot.ts';
import type { Heard } from '../bots/Reception.ts';
import { MediaLoad } from '../load/MediaLoad.ts';
import { judge } from '../load/Measured.ts';
import { type Options, type Report, spread } from '../report.ts';
import { wait } from '../wait.ts';

const talkers = 6;
const listeners = 4;
/** How long each member talks, in ms: longer than the hold of an audio slot. */
const turnMs = 3_000;

interface Turn {
  readonly by: number;
  /** Epoch ms of the first word. */
  readonly at: number;
}

/** What one listener heard of one turn. */
function heardOf({ by, at }: Turn, packets: readonly Heard[]) {
  const theirs = packets.filter((packet) => packet.by === by && packet.at >= at && packet.at < at + turnMs);
  const [first] = theirs.toSorted((a, b) => a.at - b.at);
  const before = packets.filter((packet) => packet.by !== by && packet.heardAt < (first?.heardAt ?? 0));
  const last = before.reduce((latest, { heardAt }) => Math.max(latest, heardAt), 0);
  return (
    first && {
      /** From the beginning of the voice to its first packet here. */
      heardAfterMs: first.heardAt - at,
      /** Missing part at the beginning of the voice. */
      clippedMs: Math.max(0, first.at - at - 20),
      /** Time without any sound. */
      gapMs: last === 0 ? 0 : first.heardAt - last,
    }
  );
}

/** Members talk in turn: how soon the others hear the new speaker, and how much of the first syllable. */
export async function speakerSwitch({ numbers, words }: Options): Promise<Report> {
  const { turns = 20 } = numbers;
  const isPlain = words['way'] === 'plain';
  const load = await MediaLoad.start({ PLENUM_AUDIO_SLOTS: isPlain ? '0' : '3' });
  try {
    const roomId = await load.createRoom();
    const plans: BotPlan[] = Array.from({ length: talkers + listeners }, (_, index) => ({
      name: `Bot ${index}`,
      depth: 'whole',
      sends: index < talkers ? ['mic'] : [],
    }));
    await load.arrive(roomId, plans, 2_000);
    await load.until(({ whole }) => whole.connected === plans.length, 20_000);
    for (let talker = 0; talker < talkers; talker += 1) await load.speak(`Bot ${talker}`, false);
    await wait(turnMs);
    await load.listen();
    const measuring = load.measure((turns * turnMs) / 1_000);
    const spoken: Turn[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      spoken.push(await load.speak(`Bot ${turn % talkers}`, true));
      await wait(turnMs - 100);
      await load.speak(`Bot ${turn % talkers}`, false);
      await wait(100);
    }
    const measured = await measuring;
    const heard = (await load.heard()).filter(({ name }) => Number(name.split(' ')[1]) >= talkers);
    const each = heard.flatMap(({ packets }) => spoken.map((turn) => heardOf(turn, packets)));
    const failures = await load.failures();
    const unheard = each.filter((one) => one === undefined).length;
    if (unheard > 0) failures.push(`${unheard} times somebody was not heard at all`);
    const seen = each.filter((one) => one !== undefined);
    return {
      scenario: 'switch',
      ...judge(failures, measured),
      participants: plans.length,
      failures,
      way: isPlain ? 'plain' : 'slots',
      turns,
      listeners,
      heardAfterMs: spread(seen.map(({ heardAfterMs }) => heardAfterMs)),
      clippedMs: spread(seen.map(({ clippedMs }) => clippedMs)),
      gapMs: spread(seen.map(({ gapMs }) => gapMs)),
      serverCpuShare: measured.serverCpuShare,
      othersCpuShare: measured.othersCpuShare,
    };
  } finally {
    await load.close();
  }
}
