import { ServerProcess } from '@plenum/client/e2e/support/server';
import type { ApiCalls } from '../api/askingProcess.ts';
import { judge } from '../load/Measured.ts';
import { machineCpu } from '../machine.ts';
import { Probed, probeUrl } from '../probe/Probed.ts';
import { Child } from '../process/Child.ts';
import { progress } from '../progress.ts';
import { type Options, type Report, round } from '../report.ts';
import { cpuShare, ticksPerSecond, usageOf } from '../usage.ts';
import { wait } from '../wait.ts';

/** The event loop may be later by this, at p99, than without requests, in ms. */
const growth = 20;
/** The longest answer at p99, in ms. */
const longest = 250;
/** If other programs take more of a core than this, a failed run proves nothing. */
const othersAllowed = 0.2;

const secret = 'a-secret-of-the-bench-that-has-more-than-32-characters';

/** A balancer asks for all meetings at a steady rate, while they run: how long an answer takes, and how late the event loop gets. */
export async function api({ numbers }: Options): Promise<Report> {
  const { meetings = 300, rate = 200, seconds = 10 } = numbers;
  const server = await ServerProcess.start({ environment: { PLENUM_BBB_SECRET: secret }, preload: probeUrl });
  const asking = Child.start<ApiCalls>(new URL('../api/askingProcess.ts', import.meta.url));
  try {
    const where = { origin: server.origin, secret };
    await asking.call('open', { ...where, meetings });
    progress(`${meetings} meetings run`);
    const probed = new Probed(server.process);
    // Warm: compiled, and with open connections.
    await asking.call('ask', { ...where, perSecond: Math.ceil(rate / 4), seconds: 2 });
    await probed.reset();
    await wait(seconds * 1_000);
    const quiet = (await probed.reset()).loopDelayMs;
    const before = { server: usageOf(server.pid), machine: machineCpu(ticksPerSecond) };
    const asked = await asking.call('ask', { ...where, perSecond: rate, seconds });
    const after = { server: usageOf(server.pid), machine: machineCpu(ticksPerSecond) };
    const busy = (await probed.reset()).loopDelayMs;
    const serverCpuShare = cpuShare(before.server, after.server);
    const took = (after.machine.at - before.machine.at) / 1_000;
    const machine = (after.machine.busySeconds - before.machine.busySeconds) / took;
    const othersCpuShare = machine - serverCpuShare - asked.cpuShare;
    const failures = [...asked.failures];
    if (asked.ms.p99 > longest) failures.push(`an answer takes ${asked.ms.p99} ms at p99`);
    if (busy.p99 - quiet.p99 > growth) failures.push(`the event loop is later by ${round(busy.p99 - quiet.p99)} ms`);
    const reason = asked.cpuShare > 0.85 ? 'the process that asks was the limit' : undefined;
    return {
      scenario: 'api',
      ...judge(failures, { void: reason, disturbed: othersCpuShare > othersAllowed }),
      participants: meetings,
      failures,
      meetings,
      requestsPerSecond: rate,
      requests: asked.requests,
      bytesOfAnAnswer: asked.bytes,
      ms: asked.ms,
      loopDelayP99Ms: { quiet: quiet.p99, asked: busy.p99 },
      longestLoopDelayMs: busy.max,
      serverCpuShare: round(serverCpuShare),
      askingCpuShare: round(asked.cpuShare),
      othersCpuShare: round(othersCpuShare),
    };
  } finally {
    await asking.close();
    await server.close();
  }
}
