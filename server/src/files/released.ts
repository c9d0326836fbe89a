import type { Contract, Event } from '@plenum/shared/core/contract';
import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';

const Released = z.object({ files: z.array(FileId) });

/** A feature that owns files and emits `released` when it needs some no longer. */
type Releasing = Contract & {
  readonly events: { readonly released: Event<'durable', z.ZodMiniType<z.infer<typeof Released>>> };
};

/** The files that a feature has released. */
export interface Releases {
  readonly feature: string;
  readonly event: 'released';
}

/** Declares that a feature's files are deleted when it emits `released`. */
export function releases({ name }: Releasing): Releases {
  return { feature: name, event: 'released' };
}
