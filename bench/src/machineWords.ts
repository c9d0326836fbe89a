import { cpus, release, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';

/** What the machine is, for reports: processor, cores, memory, system, kernel, Node. */
export interface MachineWords {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly kernel: string;
  readonly node: string;
}

export function machineWords(): MachineWords {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: systemName(),
    kernel: release(),
    node: process.version,
  };
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return 'unknown';
  }
}
