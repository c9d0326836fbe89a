import * as z from 'zod/mini';
import type { Contract, Schema, Upcast } from './contract.ts';
import type { LogEntry } from './log.ts';

/** A stored value in the form of today's contract, or the reason why it cannot be read. */
export type Understood =
  | { readonly kind: 'current'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Returns the version field of an entry of this event; nothing for version 1. */
export function versionOfEvent({ events }: Contract, event: string): Pick<LogEntry, 'version'> {
  const version = 1 + (events[event]?.upcasts?.length ?? 0);
  return version > 1 ? { version } : {};
}

/** Returns the versions of all features for a snapshot; undefined when all are 1. */
export function versionsOfStates(contracts: Iterable<Contract>): Readonly<Record<string, number>> | undefined {
  const later = [...contracts].filter(({ stateUpcasts }) => stateUpcasts.length > 0);
  if (later.length === 0) return undefined;
  return Object.fromEntries(later.map(({ name, stateUpcasts }) => [name, 1 + stateUpcasts.length]));
}

/** Reads the payload of a log entry that any version of Plenum wrote. */
export function readPayload(contract: Contract, { event, payload, version = 1 }: LogEntry): Understood {
  const definition = Object.hasOwn(contract.events, event) ? contract.events[event] : undefined;
  if (definition?.kind !== 'durable') return unreadable(`the contract of ${contract.name} has no such event`);
  return readStored(definition.payload, definition.upcasts ?? [], { value: payload, version });
}

/** Reads the state of a feature from a snapshot. */
export function readState(contract: Contract, value: unknown, version = 1): Understood {
  return readStored(contract.state, contract.stateUpcasts, { value, version });
}

function readStored(
  schema: Schema,
  upcasts: readonly Upcast[],
  { value, version }: { readonly value: unknown; readonly version: number },
): Understood {
  const current = upcasts.length + 1;
  if (version > current) return unreadable(`it is version ${version}, and this Plenum knows ${current} and older`);
  let upToDate = value;
  try {
    for (const upcast of upcasts.slice(version - 1)) upToDate = upcast(upToDate);
  } catch (error) {
    return unreadable(`it does not fit version ${version}: ${wordsOf(error)}`);
  }
  const parsed = schema.safeParse(upToDate);
  return parsed.success
    ? { kind: 'current', value: parsed.data }
    : unreadable(`it does not fit version ${current}: ${wordsOf(parsed.error)}`);
}

function unreadable(why: string): Understood {
  return { kind: 'unreadable', why };
}

/** Returns the paths and reasons of a schema's refusal, without the refused values. */
function wordsOf(error: unknown): string {
  if (!(error instanceof z.core.$ZodError)) return error instanceof Error ? error.message : 'unknown';
  const [issue] = error.issues;
  return `${issue?.message ?? 'unknown'} at '${issue?.path.map(String).join('.') ?? ''}'`;
}
