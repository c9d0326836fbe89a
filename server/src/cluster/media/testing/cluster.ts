import { alone } from '../../../media/alone.ts';
import { Happened } from '../../../media/testing/Happened.ts';
import { TestClock } from '../../../media/testing/TestClock.ts';
import type { RouterHost } from '../../../media/router.ts';
import { EngineService } from '../node/EngineService.ts';
import { memoryChannels } from '../wire/memoryChannels.ts';
import { nodeTimes, RemoteEngine } from '../owner/RemoteEngine.ts';
import type { Channel } from '../wire/Channel.ts';
import type { OwnerBounds } from '../node/OwnerSession.ts';

/** A media node of a test. */
export interface TestNode {
  readonly name: string;
  readonly service: EngineService;
  /** Cuts the connection, as a lost process or network does; the owner may connect again. */
  readonly cut: () => void;
}

interface Options {
  readonly clock: TestClock;
  readonly hosts: readonly RouterHost[];
  readonly slots?: number;
  readonly resumeMs?: number;
  readonly capacity?: number;
  readonly bounds?: OwnerBounds;
  readonly regions?: readonly string[];
  readonly regionOf?: (room: string, member: string) => string | undefined;
}

/** An owner of rooms and its media nodes in one process. */
export function createCluster(options: Options) {
  const { clock, hosts, slots = 0, resumeMs = 20_000, capacity = 500, bounds, regions = [], regionOf } = options;
  const reports = new Happened<string>();
  // A clock of its own: while a test turns its clock by seconds, no sign of life can arrive.
  const wireClock = new TestClock();
  const onReport = (severity: string, message: string): void => reports.push(`${severity}: ${message}`);
  const engine = new RemoteEngine({
    after: clock.after,
    now: clock.now,
    wires: { after: wireClock.after, times: nodeTimes },
    slots,
    resumeMs,
    checkCapabilities: (all) => hosts[0]?.checkCapabilities(all),
    fenceOf: () => 1,
    ...(regionOf && { regionOf }),
    onReport,
  });
  const nodes = hosts.map((host, index): TestNode => {
    const name = `node-${index}`;
    const service = new EngineService({
      after: wireClock.after,
      now: clock.now,
      host,
      capacity,
      onReport,
      ...(bounds && { bounds }),
    });
    const channels = new Set<Channel>();
    const connect = async (): Promise<Channel> => {
      const [near, far] = memoryChannels('owner', name);
      channels.add(far);
      alone(service.serve(far));
      return near;
    };
    const region = regions[index];
    engine.join({ name, connect, ...(region !== undefined && { region }) });
    return { name, service, cut: () => channels.forEach((channel) => channel.close()) };
  });
  return { engine, nodes, reports, wireClock };
}

/** Everything that was sent through memory has arrived, and been answered. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 12; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
