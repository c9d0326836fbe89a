import type { AppendWatch } from './AppendWatch.ts';
import type { Checkup } from './Checkup.ts';
import type { DiskWatch } from './DiskWatch.ts';
import type { MediaEngine } from './media/MediaEngine.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** The parts that a meeting needs. */
interface Needed {
  readonly engine: MediaEngine;
  readonly files: FileStore;
  /** Writes to the database. */
  readonly healthy: () => Promise<boolean>;
}

/** What is known of how storage fares. */
export interface Watches {
  readonly checkup: Checkup;
  readonly disk: DiskWatch;
  readonly appends: AppendWatch;
  /** Where rooms write. */
  readonly store: Store;
}

/** The part without which the server cannot carry a meeting, and the reason; an empty object when all parts work. */
export async function missingPart(
  { engine, files, healthy }: Needed,
  { checkup: { damage }, appends: { trouble } }: Pick<Watches, 'checkup' | 'appends'>,
): Promise<{ missing?: string; reason?: string }> {
  if (!engine.healthy()) return { missing: 'media' };
  if (damage !== undefined) return { missing: 'storage', reason: damage };
  if (!(await healthy())) return { missing: 'storage' };
  if (trouble !== undefined) return { missing: 'storage', reason: trouble };
  const shortage = await files.shortage();
  return shortage === 'disk' || shortage === 'full' ? { missing: 'disk' } : {};
}
