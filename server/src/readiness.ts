import type { AppendWatch } from './AppendWatch.ts';
import type { Checkup } from './Checkup.ts';
import type { MediaEngine } from './media/MediaEngine.ts';
import type { FileStore } from './storage/files/FileStore.ts';
import type { Store } from './storage/ports.ts';

/** The part without which the server cannot carry a meeting, and the reason; an empty object when all parts work. */
export async function missingPart(
  { engine, files, healthy }: { readonly engine: MediaEngine; readonly files: FileStore } & Pick<Store, 'healthy'>,
  { checkup: { damage }, appends: { trouble } }: { readonly checkup: Checkup; readonly appends: AppendWatch },
): Promise<{ missing?: string; reason?: string }> {
  if (!engine.healthy()) return { missing: 'media' };
  if (damage !== undefined) return { missing: 'storage', reason: damage };
  if (!(await healthy())) return { missing: 'storage' };
  if (trouble !== undefined) return { missing: 'storage', reason: trouble };
  const shortage = await files.shortage();
  return shortage === 'disk' || shortage === 'full' ? { missing: 'disk' } : {};
}
