import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judgeGates } from './gates.ts';
import { Leader } from './Leader.ts';
import { clock, Live } from './Live.ts';
import { castOf } from './people.ts';
import { lacks, machine, needOf, shortestRamp, usualProcesses } from './preflight.ts';
import { readOptions, type RunOptions, usage } from './options.ts';
import { htmlOf } from './report/html.ts';
import { type Result, wordsOfResult } from './report/Result.ts';
import { csvOf, rowOf } from './Row.ts';
import { Run } from './Run.ts';
import { readScenario, scenarioNames } from './scenario/readScenario.ts';
import type { Scenario } from './scenario/schema.ts';
import { ServerWatch } from './ServerWatch.ts';
import { joinsOf, summarise } from './summarise.ts';
import { findTarget, type Target } from './target.ts';
import { Trouble, wordsOf } from './Trouble.ts';
import { machineWords } from '../machineWords.ts';

/** A busier process of bots measures itself. */
const busiest = 0.85;

const live = new Live(process.stderr);

/** The parts of a test, of the options or else of the scenario. */
function stage(options: RunOptions, scenario: Scenario) {
  const people = options.participants ?? scenario.people;
  const { churnMs, browsers, whole, seed } = options;
  const rampMs = Math.max(options.rampMs ?? scenario.ramp, shortestRamp(people));
  const plans = castOf({ scenario, people, rampMs, browsers, whole, churnMs, seed });
  const processes = options.processes ?? usualProcesses(plans.length);
  const missing = lacks(needOf(plans, browsers, processes), machine());
  if (missing.length > 0 && !options.force)
    throw new Trouble(
      `This machine is too small for this test.\n  ${missing.join('\n  ')}`,
      'To start all the same: --force',
    );
  for (const words of missing) live.say(words);
  if (rampMs > (options.rampMs ?? scenario.ramp))
    live.say(`The ramp takes ${clock(rampMs / 1_000)}: a server lets so many people of one address in only by and by.`);
  return { people, rampMs, lastsMs: options.lastsMs ?? scenario.lasts, plans, processes };
}

function requireLeader(scenario: Scenario, { leader }: Target): void {
  if (leader !== undefined) return;
  const [act] = scenario.acts;
  const draws = scenario.roles.some((role) => role.draws !== undefined);
  if (!act && !draws) return;
  throw new Trouble(
    `This scenario ${act ? `opens a meeting's ${act.do === 'poll' ? 'poll' : 'rooms'}` : 'draws at a board'}, which takes the rights of a host.`,
    "Give the host's link with --url (…#host=…), or let the tool open a room: --url with the address of the server alone.",
  );
}

async function run(options: RunOptions): Promise<number> {
  const scenario = readScenario(options.scenario);
  const { people, rampMs, lastsMs, plans, processes } = stage(options, scenario);
  // Bots, the probes of the server and this process ask over HTTPS; children inherit it.
  if (options.insecure) {
    Object.assign(process.env, { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' });
    // Node's warning of it would stand in the table.
    process.removeAllListeners('warning');
  }
  const target = await findTarget(options.url, options);
  let leader: Leader | undefined;
  try {
    requireLeader(scenario, target);
    const watch = await ServerWatch.open({
      metrics: options.metrics,
      token: options.metricsToken,
      pid: options.serverPid,
    });
    leader = await Leader.enter(target);
    if (scenario.roles.some(({ draws }) => draws !== undefined)) await leader.openBoard();
    live.say(`Plenum ${target.version} at ${target.door.base}${target.isOwn ? ', in a room of its own' : ''}`);
    const stop = new AbortController();
    const interrupt = () => (stop.signal.aborted ? process.exit(130) : stop.abort());
    process.on('SIGINT', interrupt);
    const head = { title: scenario.title, address: target.link.split('#')[0] ?? '', people };
    const totalSeconds = Math.ceil((rampMs + lastsMs) / 1_000);
    const phases = { coming: 'They come', staying: 'All are here', leaving: 'They leave' };
    const { loss, delayMs, jitterMs, duplicate } = options.path;
    const startedAt = new Date();
    const course = await new Run({
      target,
      leader,
      plans,
      acts: scenario.acts,
      rampMs,
      lastsMs,
      browsers: options.browsers,
      processes,
      path: options.path,
      isImpaired: loss + delayMs + jitterMs + duplicate > 0,
      seed: options.seed,
      watch,
      stop: stop.signal,
      onSecond: (second, events) => {
        const news = events.map(({ what }) => what);
        live.show(rowOf(second), { ...head, totalSeconds, phase: phases[second.phase], news });
      },
    }).run();
    live.end();
    process.off('SIGINT', interrupt);
    const summary = summarise(course.seconds, people);
    const result: Result = {
      scenario: { name: options.scenario, title: scenario.title, about: scenario.about },
      server: { address: head.address, version: target.version },
      command: commandOf(process.argv.slice(2)),
      startedAt: startedAt.toISOString(),
      rampSeconds: rampMs / 1_000,
      machine: machineWords(),
      path: options.path,
      seed: options.seed,
      summary,
      gates: judgeGates(options.gates, summary),
      events: course.events,
      failures: course.failures,
      ...(course.brokenOff !== undefined && { brokenOff: course.brokenOff }),
      ...(summary.generatorCpu > busiest && {
        void: `A process of bots was busy for ${Math.round(summary.generatorCpu * 100)} % of a core: this machine was the limit.`,
      }),
      joins: joinsOf(course.seconds),
      rows: course.seconds.map(rowOf),
    };
    return finish(result, options.out, course.picture);
  } finally {
    await leader?.leave();
    await target.close();
  }
}

/** The command without its secrets. */
function commandOf(args: readonly string[]): string {
  const secrets = ['--key', '--api-key', '--passcode', '--metrics-token'];
  const shown = args.map((arg, index) => {
    if (secrets.includes(args[index - 1] ?? '')) return '…';
    if (secrets.some((secret) => arg.startsWith(`${secret}=`))) return `${arg.split('=')[0]}=…`;
    return arg.replace(/#.*/, '#…');
  });
  return ['plenum-bench', ...shown.map((arg) => (/[\s<>#&]/.test(arg) ? `'${arg}'` : arg))].join(' ');
}

/** Writes the report and the last words. @returns the exit code */
function finish(result: Result, out: string, picture: Uint8Array | undefined): number {
  const folder = resolve(out);
  mkdirSync(folder, { recursive: true });
  const { rows, ...rest } = result;
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(rest, undefined, 2)}\n`);
  writeFileSync(join(folder, 'seconds.csv'), csvOf(rows));
  writeFileSync(join(folder, 'report.html'), htmlOf(result, picture));
  live.say(`\n${wordsOfResult(result).join('\n')}\n\nThe report: ${join(folder, 'report.html')}`);
  if (result.void !== undefined) return 3;
  return result.brokenOff !== undefined || result.gates.some(({ holds }) => !holds) ? 1 : 0;
}

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  try {
    if (command === 'run' && !args.includes('--help')) return await run(readOptions(args, new Date()));
    if (command === 'scenarios') {
      for (const name of scenarioNames()) {
        const { people, about } = readScenario(name);
        process.stdout.write(`${name.padEnd(12)} ${String(people).padStart(5)} people  ${about}\n`);
      }
      return 0;
    }
    process.stderr.write(usage);
    return args.includes('--help') || command === '--help' ? 0 : 2;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    live.say([error.message, error.advice].filter(Boolean).join('\n'));
    return 2;
  }
}

process.on('unhandledRejection', (error) => {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exit(2);
});
process.exit(await main());
