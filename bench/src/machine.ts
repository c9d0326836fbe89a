import { readFileSync } from 'node:fs';

/** Datagrams that open sockets of this machine dropped because their buffers were full. */
export interface UdpDrops {
  /** Dropped by the server's sockets. */
  readonly server: number;
  /** Dropped by all other sockets: in a run, the generator's. */
  readonly others: number;
}

/** @param serverPorts local ports of the server */
export function udpDrops(serverPorts: readonly number[]): UdpDrops {
  const drops = { server: 0, others: 0 };
  for (const line of readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16);
    if (Number.isNaN(port)) continue;
    drops[serverPorts.includes(port) ? 'server' : 'others'] += Number(fields.at(-1) ?? 0);
  }
  return drops;
}

/** CPU of the whole machine since it started. */
export interface MachineCpu {
  readonly busySeconds: number;
  /** For a virtual machine: CPU that the host gave to others. Part of `busySeconds`. */
  readonly stolenSeconds: number;
  /** Monotonic ms. */
  readonly at: number;
}

/** Busy seconds of all cores together. */
export function machineCpu(ticksPerSecond: number): MachineCpu {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = first.split(/\s+/).slice(1).map(Number);
  return {
    busySeconds: (user + nice + system + irq + softirq + steal) / ticksPerSecond,
    stolenSeconds: steal / ticksPerSecond,
    at: performance.now(),
  };
}
