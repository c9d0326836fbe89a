import { join } from 'node:path';
import { requestTicket } from '@plenum/client/core/http';
import { type ClusterNode, findServices, startCluster } from '@plenum/client/e2e/support/cluster';
import { readLogTable } from '../auditor/logFile.ts';
import { machineCpu } from '../machine.ts';
import { Child } from '../process/Child.ts';
import { progress } from '../progress.ts';
import { cpuShare, processUsage, ticksPerSecond, usageOf } from '../usage.ts';
import { wait } from '../wait.ts';
import { Balancer } from './Balancer.ts';
import type { Audit, Back } from './Crew.ts';
import type { CrewCalls } from './crewProcess.ts';

interface Setting {
  readonly nodes: number;
  readonly rooms: number;
  readonly participants: number;
}

type Started = Awaited<ReturnType<typeof startCluster>>;

/** Processor time in cores, while nothing is broken. */
export interface Calm {
  readonly cluster: number;
  readonly generators: readonly number[];
  readonly others: number;
}

/** Time between the beginnings of two rooms of one process, in ms. */
const apartMs = 1_200;
/** How long the last member's sound may take, in ms. */
const settleMs = 30_000;
const askEveryMs = 100;

/** A whole cluster behind a load balancer, and rooms full of bots, who come from two processes. */
export class NodesRun {
  readonly cluster: Started;
  readonly balancer: Balancer;
  readonly #psql: string;
  readonly #crews: readonly Child<CrewCalls>[];
  rooms: readonly string[] = [];

  private constructor(cluster: Started, balancer: Balancer, psql: string) {
    this.cluster = cluster;
    this.balancer = balancer;
    this.#psql = psql;
    const module = new URL('crewProcess.ts', import.meta.url);
    this.#crews = [Child.start<CrewCalls>(module), Child.start<CrewCalls>(module)];
  }

  static async start(nodes: number): Promise<NodesRun> {
    const { postgres, missing } = await findServices();
    if (!postgres || missing.length > 0) throw new Error(`This needs ${missing.join(' and ')}.`);
    // PostgreSQL and NATS end with this process only when it exits by itself.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
    const cluster = await startCluster(nodes, { PLENUM_LOG_LEVEL: 'warn', PLENUM_ROOMS_PER_HOUR: '100000' });
    try {
      return new NodesRun(cluster, await Balancer.open(cluster.nodes.map(({ url }) => url)), join(postgres, 'psql'));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Fills the rooms. Resolves with the number of members who hear, of those who should. */
  async enter({ rooms, participants }: Setting): Promise<{ readonly hearing: number; readonly due: number }> {
    const people = Math.floor(participants / rooms);
    const entered = await Promise.all(
      this.#crews.map((crew, index) => {
        const numbers = Array.from({ length: rooms }, (_, number) => number).filter((number) => number % 2 === index);
        return crew.call('enter', { base: this.balancer.origin, rooms: numbers, people, apartMs });
      }),
    );
    this.rooms = entered.flat();
    const due = this.rooms.length * (people - 1);
    const heard = async () => sum(await this.#all((crew) => crew.call('hearing', undefined)));
    const end = performance.now() + settleMs;
    while ((await heard()) < due && performance.now() < end) await wait(500);
    return { hearing: await heard(), due };
  }

  /** The rooms that each node has, as the nodes say themselves. */
  async owners(): Promise<ReadonlyMap<ClusterNode, readonly string[]>> {
    const owned = await Promise.all(this.rooms.map(async (room) => ({ room, node: await this.ownerOf(room) })));
    return new Map(
      this.cluster.nodes.map((node) => [node, owned.flatMap((one) => (one.node === node ? [one.room] : []))]),
    );
  }

  /** The node to which any node sends people of this room; undefined when none answers. */
  async ownerOf(room: string): Promise<ClusterNode | undefined> {
    const asking = requestTicket(this.balancer.origin, room, { name: 'Who asks' });
    const ticket = await asking.catch(() => undefined);
    return this.cluster.nodes.find(({ url }) => ticket?.roomUrl.startsWith(url));
  }

  /** The time until the service sends people of this room to another node, in ms; undefined: not within `longestMs`. */
  async answersElsewhere(room: string, than: ClusterNode, longestMs: number): Promise<number | undefined> {
    const began = performance.now();
    while (performance.now() - began < longestMs) {
      const owner = await this.ownerOf(room);
      if (owner && owner !== than) return performance.now() - began;
      await wait(askEveryMs);
    }
    return undefined;
  }

  /** What each member of these rooms has back since a time in epoch ms, when all have all, or after `longestMs`. */
  async back(rooms: readonly string[], since: number, longestMs: number): Promise<readonly Back[]> {
    const end = performance.now() + longestMs;
    for (;;) {
      const members = (await this.#all((crew) => crew.call('back', { rooms, since }))).flat();
      const isWhole = members.every(({ line, sound }) => line !== undefined && sound !== undefined);
      if (isWhole || performance.now() > end) return members;
      await wait(200);
    }
  }

  async losses(rooms: readonly string[]): Promise<number> {
    return sum(await this.#all((crew) => crew.call('losses', rooms)));
  }

  async work(): Promise<void> {
    await this.#all((crew) => crew.call('work', undefined));
  }

  async openPolls(): Promise<void> {
    await this.#all((crew) => crew.call('openPolls', undefined));
  }

  async closePolls(): Promise<void> {
    await this.#all((crew) => crew.call('closePolls', undefined));
  }

  async listenForSilence(): Promise<void> {
    await this.#all((crew) => crew.call('listenForSilence', undefined));
  }

  async silences(rooms: readonly string[]): Promise<readonly number[]> {
    return (await this.#all((crew) => crew.call('silences', rooms))).flat();
  }

  /** Everybody stops, and the auditor looks at every room. */
  async audit(): Promise<readonly Audit[]> {
    await this.#all((crew) => crew.call('rest', undefined));
    const logs = Object.fromEntries(readLogTable(this.#psql, this.cluster.databaseUrl));
    return (await this.#all((crew) => crew.call('audit', logs))).flat();
  }

  async failures(): Promise<readonly string[]> {
    return (await this.#all((crew) => crew.call('failures', undefined))).flat();
  }

  /** Measures the processor for this long. Nodes must not end meanwhile. */
  async calm(ms: number): Promise<Calm> {
    await this.#all((crew) => crew.call('restartCpu', undefined));
    const [before, machineBefore] = [this.#usage(), machineCpu(ticksPerSecond)];
    await wait(ms);
    const [after, machineAfter] = [this.#usage(), machineCpu(ticksPerSecond)];
    const [own = 0, ...programs] = before.map((one, index) => cpuShare(one, after[index] ?? one));
    const generators = await this.#all((crew) => crew.call('cpuShare', undefined));
    const elapsed = (machineAfter.at - machineBefore.at) / 1_000;
    const busy = (machineAfter.busySeconds - machineBefore.busySeconds) / elapsed;
    return { cluster: sum(programs), generators, others: Math.max(0, busy - own - sum(programs) - sum(generators)) };
  }

  async close(): Promise<void> {
    progress('Ending everything');
    await Promise.all(this.#crews.map((crew) => crew.close()));
    await this.balancer.close();
    await this.cluster.stop();
  }

  #usage() {
    const { nodes, nats, postgres } = this.cluster;
    const programs = [...nodes.map(({ program }) => program), nats, postgres];
    return [processUsage(), ...programs.map(({ pid = 0 }) => usageOf(pid))];
  }

  #all<T>(ask: (crew: Child<CrewCalls>) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#crews.map(ask));
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
