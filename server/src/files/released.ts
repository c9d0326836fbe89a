import type { Contract, Event } from '@plenum/shared/core/contract';
import { FileId } from '@plenum/shared/core/ids';
import * as z from 'zod/mini';

const Released = z.object({ files: z.array(FileId) });

/** A feature that owns files and emits `released` when nothing needs them. */
type Releasing = Contract & {
  readonly events: { readonly released: Event<'durable', z.ZodMiniType<z.infer<typeof Released>>> };
};

/** The event by which a feature releases its files. */
export interface Releases {
  readonly feature: string;
  readonly event: 'released';
}

/** Declares that the files in a feature's `released` event are deleted. */
export function releases({ name }: Releasing): Releases {
  return { feature: name, event: 'released' };
}
