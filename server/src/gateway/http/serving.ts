import type { Endpoint, InputOf, OutputOf, ParamsOf, QueryOf } from '@plenum/shared/core/endpoint';
import type { Seated } from '../../files/ports.ts';
import type { RoomFile } from './sendFile.ts';
import type { UploadMeter } from './UploadBudget.ts';

/** What a handler gets: everything in it has been checked by the door. */
interface Asked<E extends Endpoint = Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly input: InputOf<E>;
  /** The network that the request comes from. */
  readonly address: string;
  /** Aborted when the connection closes. */
  readonly gone: AbortSignal;
  readonly seated: E['who'] extends { readonly by: 'seat' } ? Seated : undefined;
  readonly upload: E extends { readonly body: 'bytes' } ? UploadMeter : undefined;
  /** Tells a line; only where the contract's answer is lines. */
  readonly say: (line: OutputOf<E>) => void;
}

/** What a handler answers: a file, the last line, or JSON. */
type Given<E extends Endpoint> = E extends { readonly answer: 'bytes' } ? RoomFile : OutputOf<E>;

interface Manner<E extends Endpoint> {
  readonly handle: (asked: Asked<E>) => Given<E> | Promise<Given<E>>;
  /** The answer that stands for a failure of the handler, where the contract has one. */
  readonly refused?: (error: unknown) => OutputOf<E> | undefined;
  /** Asked once it is known who asks, beside the contract's ability. @throws AppError */
  readonly requireAllowed?: (seated: Seated) => void;
  /** In place of the contract's, where the operator has set one. */
  readonly limit?: Endpoint['limit'];
}

/** A request as the door hands it on, before a handler's types are put on it. */
export interface AnyAsked extends Pick<Asked, 'params' | 'address' | 'gone' | 'say'> {
  readonly query: unknown;
  readonly input: unknown;
  readonly seated: Seated | undefined;
  readonly upload: UploadMeter | undefined;
}

/** An endpoint and its handler as the door holds them. */
export interface Serving {
  readonly endpoint: Endpoint;
  readonly handle: (asked: AnyAsked) => unknown;
  readonly refused?: (error: unknown) => unknown;
  readonly requireAllowed?: (seated: Seated) => void;
  readonly limit?: Endpoint['limit'];
}

/** Joins an endpoint and its handler. */
export function serving<E extends Endpoint>(endpoint: E, manner: Manner<E>): Serving {
  const untyped: unknown = manner;
  return { ...(untyped as Omit<Serving, 'endpoint'>), endpoint };
}
