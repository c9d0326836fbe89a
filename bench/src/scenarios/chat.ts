import { Crowd, type Heard } from '../chat/Crowd.ts';
import type { CrowdCalls } from '../chat/crowdProcess.ts';
import { type Measured, startPlain, startPlenum, startWs } from '../chat/servers.ts';
import { numberedText } from '../chat/texts.ts';
import { Child } from '../process/Child.ts';
import { TcpRelay } from '../relay/TcpRelay.ts';
import { type Options, type Report, round, spread } from '../report.ts';
import { cpuShare, processUsage, type Usage, usageOf } from '../usage.ts';
import { progress } from '../progress.ts';
import { wait } from '../wait.ts';

/** Members whose copies are timed, in a process that is not busy. */
const timed = 40;
/** Members behind each path that is cut, and number of such paths. */
const [perWay, ways] = [20, 10];
const dropMs = 2_000;
/** How long missed messages may take after the last message, in ms; socket.io's own retries take at most 5 s. */
const catchUpMs = { plenum: 25_000, plain: 10_000, ws: 10_000 } as const;
/** A generator with a higher CPU share measures itself. */
const busiest = 0.85;

interface Setting {
  readonly members: number;
  readonly rate: number;
  readonly seconds: number;
}

/** One server with its crowd: most of it in a process of its own, the timed members here, some behind paths that break. */
class Run {
  readonly #server: Measured;
  readonly #setting: Setting;
  readonly #load = Child.start<CrowdCalls>(new URL('../chat/crowdProcess.ts', import.meta.url));
  readonly #timed = new Crowd();
  readonly #ways: TcpRelay[] = [];
  #number = 0;
  #heapBefore = 0;

  constructor(server: Measured, setting: Setting) {
    this.#server = server;
    this.#setting = setting;
  }

  async join(): Promise<void> {
    const { where, origin, probed } = this.#server;
    this.#heapBefore = (await probed.collect()).heapBytes;
    const to = { host: '127.0.0.1', port: Number(new URL(origin).port) };
    for (let number = 0; number < ways; number += 1) this.#ways.push(await TcpRelay.listen({ to }));
    const dropped = Math.min(ways * perWay, Math.floor(this.#setting.members / 5));
    const rest = this.#setting.members - dropped - timed;
    // In turn, so that the timed members are spread over the order in which a server serves its sockets.
    for (let done = 0; done < timed; done += 1) {
      await this.#load.call('join', { where, origin, build: 'thin', count: share(rest, timed, done), label: 'steady' });
      await this.#timed.join({ where, origin, build: 'whole', count: 1, label: 'timed' });
    }
    for (const [index, { port }] of this.#ways.entries()) {
      const way = { origin: `http://127.0.0.1:${port}`, count: share(dropped, ways, index) };
      await this.#load.call('join', { where, ...way, build: 'whole', label: 'dropped' });
    }
  }

  /** Memory for each idle member, in bytes of heap and KiB of process. */
  async memory(): Promise<{ heapPerMember: number; rssKiBPerMember: number }> {
    await wait(2_000);
    const { heapBytes, rssBytes } = await this.#server.probed.collect();
    const { members } = this.#setting;
    return {
      heapPerMember: Math.round((heapBytes - this.#heapBefore) / members),
      rssKiBPerMember: round(rssBytes / 1024 / members),
    };
  }

  /** With everybody connected: the delays of copies, and the CPU of both ends. */
  async fanOut() {
    await this.#server.probed.reset();
    const before = this.#usage();
    const sent = await this.#talk();
    const after = this.#usage();
    const heard = await this.#heardAll(sent, 5_000);
    const { loopDelayMs, longestGcMs } = await this.#server.probed.reset();
    const load = cpuShare(before.load, after.load);
    const own = cpuShare(before.own, after.own);
    return {
      sent,
      ...delivered(heard, sent),
      fanoutMs: spread(this.#timed.delays()),
      loopDelayMs: { p50: round(loopDelayMs.p50), p99: round(loopDelayMs.p99), max: round(loopDelayMs.max) },
      longestGcMs: round(longestGcMs),
      serverCpuShare: round(cpuShare(before.server, after.server)),
      generatorCpuShares: [round(load), round(own)],
      overloaded: Math.max(load, own) > busiest,
    };
  }

  /** The same while a fifth of the members lose their line for two seconds, one path after another, for the whole time. */
  async drops() {
    const talking = this.#talk();
    const pause = (this.#setting.seconds * 1_000 - dropMs) / ways;
    const cuts = this.#ways.map(async (way, index) => {
      await wait(index * pause);
      way.set('cut');
      await wait(dropMs);
      way.set('open');
    });
    const [sent] = await Promise.all([talking, ...cuts]);
    return { sent, ...delivered(await this.#heardAll(sent, catchUpMs[this.#server.where.kind]), sent) };
  }

  async close(): Promise<void> {
    this.#timed.close();
    await this.#load.close();
    await Promise.all(this.#ways.map((way) => way.close()));
    await this.#server.close();
  }

  #usage(): { server: Usage; load: Usage; own: Usage } {
    return { server: usageOf(this.#server.pid), load: usageOf(this.#load.pid), own: processUsage() };
  }

  /** The timed members write in turn. Resolves with the number of messages when all are acknowledged. */
  async #talk(): Promise<number> {
    const { rate, seconds } = this.#setting;
    const first = this.#number;
    this.#timed.start(first);
    await this.#load.call('start', first);
    const said: Promise<void>[] = [];
    const began = performance.now();
    for (let index = 0; index < rate * seconds; index += 1) {
      await wait(began + (index * 1_000) / rate - performance.now());
      said.push(this.#timed.say(this.#number, numberedText(this.#number)));
      this.#number += 1;
    }
    await Promise.all(said);
    return said.length;
  }

  async #heardAll(expected: number, longest: number): Promise<Heard[]> {
    const until = performance.now() + longest;
    for (;;) {
      const heard = [this.#timed.heard(expected), await this.#load.call('heard', expected)];
      const isComplete = heard.every(({ complete, members }) => complete === members);
      if (isComplete || performance.now() > until) return heard;
      await wait(500);
    }
  }
}

/** The part of `total` for one of `parts`; all parts add up to the total. */
function share(total: number, parts: number, index: number): number {
  return Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts);
}

function delivered(heard: readonly Heard[], sent: number) {
  const sum = (of: (each: Heard) => number) => heard.reduce((total, each) => total + of(each), 0);
  const received = sum(({ received }) => Object.values(received).reduce((total, count) => total + count, 0));
  return {
    deliveredShare: round(received / (sent * sum(({ members }) => members))),
    complete: sum(({ complete }) => complete),
    connected: sum(({ connected }) => connected),
    doubles: sum(({ doubles }) => doubles),
    orders: new Set(heard.flatMap(({ orders }) => orders)).size,
  };
}

async function measure(name: string, server: Measured, setting: Setting) {
  const { joining, figures, run } = await measureSteady(name, server, setting);
  try {
    const drops = await run.drops();
    progress(`${name}, with drops: ${JSON.stringify(drops)}`);
    return { joining, ...figures, drops };
  } finally {
    await run.close();
  }
}

/** Plain WebSockets do not come back, so lines are not cut there. */
async function measureWs(setting: Setting) {
  const { joining, figures, run } = await measureSteady('ws', await startWs(), setting);
  await run.close();
  return { joining, ...figures };
}

async function measureSteady(name: string, server: Measured, setting: Setting) {
  const run = new Run(server, setting);
  try {
    const before = usageOf(server.pid);
    await run.join();
    const after = usageOf(server.pid);
    progress(`${name}: ${setting.members} members are in`);
    const joining = {
      seconds: round((after.at - before.at) / 1_000),
      serverCpuSeconds: round(after.cpuSeconds - before.cpuSeconds),
    };
    const memory = await run.memory();
    progress(`${name}: ${JSON.stringify(memory)}`);
    const fanOut = await run.fanOut();
    progress(`${name}: ${JSON.stringify(fanOut)}`);
    return { joining, figures: { ...memory, ...fanOut }, run };
  } catch (error) {
    await run.close();
    throw error;
  }
}

/** One room with many members and steady messages; then the same on socket.io alone, and on plain WebSockets. */
export async function chat(options: Options): Promise<Report> {
  const { members = 1_000, rate = 10, seconds = 15 } = options.numbers;
  const setting = { members, rate, seconds };
  if (members < timed * 2) throw new Error(`At least ${timed * 2} members are needed.`);
  const plenum = await measure('plenum', await startPlenum(members), setting);
  const plain = await measure('socket.io', await startPlain(), setting);
  const ws = await measureWs(setting);
  const { drops } = plenum;
  const failures = [
    ...(plenum.connected < members || drops.connected < members ? ['somebody is not connected'] : []),
    ...(plenum.deliveredShare < 1 ? ['a message is missing'] : []),
    ...(drops.complete < members ? ['a message is missing after a drop'] : []),
    ...(plenum.doubles + drops.doubles > 0 ? ['a message came twice'] : []),
    ...(plenum.orders > 1 || drops.orders > 1 ? ['not everybody has the same order'] : []),
  ];
  return {
    scenario: 'chat',
    pass: failures.length === 0,
    ...(plenum.overloaded && { void: 'the generator was busier than 85 % of a core' }),
    participants: members,
    failures,
    rate,
    seconds,
    wholeClients: timed + Math.min(ways * perWay, Math.floor(members / 5)),
    timedClients: timed,
    plenum,
    socketIo: plain,
    ws,
  };
}
