import type { Contract, Event } from '@plenum/shared/core/contract';
import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';

const Released = z.object({ files: z.array(FileId) });

/** A feature that owns files and says `released` once nothing needs them. */
type Releasing = Contract & {
  readonly events: { readonly released: Event<'durable', z.ZodMiniType<z.infer<typeof Released>>> };
};

/** What is no longer needed of a feature's files. */
export interface Releases {
  readonly feature: string;
  readonly event: 'released';
}

/** Declares that a feature's files leave the disk when it says so. */
export function releases({ name }: Releasing): Releases {
  return { feature: name, event: 'released' };
}
