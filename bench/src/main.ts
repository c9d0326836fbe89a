import { parseArgs } from 'node:util';
import { type Options, print, type Report } from './report.ts';
import { abuse } from './scenarios/abuse.ts';
import { api } from './scenarios/api.ts';
import { audio } from './scenarios/audio.ts';
import { ballot } from './scenarios/ballot.ts';
import { board } from './scenarios/board.ts';
import { breakout } from './scenarios/breakout.ts';
import { chat } from './scenarios/chat.ts';
import { classroom } from './scenarios/classroom.ts';
import { directory } from './scenarios/directory.ts';
import { faults } from './faults/faults.ts';
import { fault } from './scenarios/fault.ts';
import { firstLoad } from './scenarios/firstLoad.ts';
import { join } from './scenarios/join.ts';
import { meeting } from './scenarios/meeting.ts';
import { overload } from './scenarios/overload.ts';
import { playback } from './scenarios/playback.ts';
import { recording } from './scenarios/recording.ts';
import { peers, shapeNames } from './scenarios/peers.ts';
import { nodes } from './scenarios/nodes.ts';
import { mediaPeers } from './peers/peer.ts';
import { results, sectionNames, taskNames } from './scenarios/results.ts';
import { rooms } from './scenarios/rooms.ts';
import { speakerSwitch } from './scenarios/switch.ts';

interface Scenario {
  readonly run: (options: Options) => Promise<Report>;
  /** Whole numbers above zero, with their defaults. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Allowed words; the first of each list is the default. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Options with any text; their default is the empty one. */
  readonly texts?: readonly string[];
  /** Options without a value; as words they are `yes` or empty. */
  readonly flags?: readonly string[];
}

const scenarios: Readonly<Record<string, Scenario>> = {
  abuse: { run: abuse, numbers: { people: 500, seconds: 60 } },
  api: { run: api, numbers: { meetings: 300, rate: 200, seconds: 10 } },
  audio: { run: audio, numbers: { listeners: 200, seconds: 20 } },
  ballot: { run: ballot, numbers: { voters: 500 } },
  board: { run: board, numbers: { editors: 100, viewers: 100, seconds: 15, 'late-join': 10_000 } },
  breakout: { run: breakout, numbers: { participants: 200, rooms: 20 } },
  chat: { run: chat, numbers: { members: 1_000, rate: 10, seconds: 15 } },
  classroom: {
    run: classroom,
    numbers: { participants: 25, seconds: 20, nodes: 1 },
    words: { way: ['both', 'slots', 'plain'] },
  },
  directory: { run: directory, numbers: { accounts: 10_000, spaces: 20_000, rate: 200, seconds: 10 } },
  fault: { run: fault, numbers: {}, words: { which: Object.keys(faults) } },
  'first-load': { run: firstLoad, numbers: { turns: 5, kbit: 1_600, latency: 150 } },
  join: { run: join, numbers: { participants: 200, within: 10 } },
  meeting: { run: meeting, numbers: { browsers: 3, seconds: 10 } },
  nodes: { run: nodes, numbers: { nodes: 3, rooms: 30, participants: 240, kills: 5 }, flags: ['drain'] },
  overload: { run: overload, numbers: { participants: 100, seconds: 20, percent: 65 } },
  peers: {
    run: peers,
    numbers: { rounds: 5, seconds: 10, seed: 1 },
    words: { shape: shapeNames, only: ['all', ...mediaPeers] },
  },
  playback: { run: playback, numbers: { minutes: 120, seeks: 40, 'watch-minutes': 20 } },
  recording: { run: recording, numbers: { participants: 50, minutes: 5 }, flags: ['kill'] },
  results: { run: results, numbers: {}, words: { section: sectionNames, task: taskNames }, texts: ['from', 'commit'] },
  rooms: { run: rooms, numbers: { most: 20, seconds: 5 } },
  switch: { run: speakerSwitch, numbers: { turns: 20 }, words: { way: ['slots', 'plain'] } },
};

function usage(): never {
  const lines = Object.entries(scenarios).map(([name, { numbers, words = {}, texts = [], flags = [] }]) => {
    const options = [
      ...texts.map((option) => `[--${option} TEXT]`),
      ...Object.entries(numbers).map(([option, value]) => `[--${option} ${value}]`),
      ...Object.entries(words).map(([option, values]) => `[--${option} ${values.join('|')}]`),
      ...flags.map((option) => `[--${option}]`),
    ];
    return `  ${[name, ...options].join(' ')} [--json]`;
  });
  process.stderr.write(`Usage: npm run bench -- SCENARIO\n${lines.join('\n')}\n`);
  process.exit(2);
}

function readOptions(
  { numbers, words = {}, texts = [], flags = [] }: Scenario,
  args: string[],
): { options: Options; json: boolean } {
  const names = [...Object.keys(numbers), ...Object.keys(words), ...texts];
  const wanted = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const alone = Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }]));
  const { values } = parseArgs({ args, options: { ...wanted, ...alone, json: { type: 'boolean' } } });
  const given = new Map(Object.entries(values));
  const options = {
    numbers: Object.fromEntries(
      Object.entries(numbers).map(([name, fallback]) => [name, Number(given.get(name) ?? fallback)]),
    ),
    words: Object.fromEntries(
      Object.entries(words).map(([name, allowed]) => [name, String(given.get(name) ?? allowed[0])]),
    ),
  };
  const written = Object.fromEntries(texts.map((name) => [name, String(given.get(name) ?? '')]));
  const told = Object.fromEntries(flags.map((name) => [name, given.get(name) === true ? 'yes' : '']));
  const isUsable =
    Object.values(options.numbers).every((value) => Number.isInteger(value) && value >= 1) &&
    Object.entries(options.words).every(([name, value]) => words[name]?.includes(value));
  if (!isUsable) usage();
  return {
    options: { ...options, words: { ...options.words, ...written, ...told } },
    json: given.get('json') === true,
  };
}

async function main(): Promise<void> {
  const [name = '', ...rest] = process.argv.slice(2);
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (!scenario) usage();
  const { options, json } = readOptions(scenario, rest);
  const report = await scenario.run(options);
  print(report, json);
  process.exitCode = report.pass && report.void === undefined ? 0 : 1;
}

await main();
