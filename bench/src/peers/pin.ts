import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { familyOf } from '../usage.ts';

/** Pins a process, its descendants and all their threads to cores; does nothing where the system does not allow it. */
export function pinFamily(pid: number, cores: string): void {
  if (readdirSync('/sys/devices/system/cpu').filter((name) => /^cpu\d+$/.test(name)).length < 2) return;
  for (const each of familyOf(pid)) {
    try {
      execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(each)], { stdio: 'ignore' });
    } catch {
      // The process ended meanwhile, or there is no taskset.
    }
  }
}
