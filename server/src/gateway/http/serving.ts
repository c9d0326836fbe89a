import type { Endpoint, InputOf, OutputOf, ParamsOf, QueryOf } from '@plenum/shared/core/endpoint';
import type { Acting } from '@plenum/shared/core/asker';
import type { Seated } from '../../files/ports.ts';
import type { Caller } from '../../identity/ports.ts';
import type { RoomFile } from './sendFile.ts';
import type { PlainFile } from './sendRange.ts';
import type { UploadMeter } from './UploadBudget.ts';

/** The asker that a contract promises to its handler. */
type ActingFor<W extends Endpoint['who']> = W extends { readonly by: 'account' | 'operator' }
  ? Acting
  : W extends { readonly known: true }
    ? Acting | undefined
    : undefined;

/** The input of a handler: the door has checked all of it. */
interface Asked<E extends Endpoint = Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly input: InputOf<E>;
  /** The network of the request. */
  readonly address: string;
  /** The headers of the request, and a way to send cookies: for identity alone. */
  readonly caller: Caller;
  /** The address of this server, as the sender of the request knows it. */
  readonly origin: string;
  /** Aborted when the connection closes. */
  readonly gone: AbortSignal;
  readonly seated: E['who'] extends { readonly by: 'seat' } ? Seated : undefined;
  /** The account or the API key of the request. */
  readonly acting: ActingFor<E['who']>;
  readonly upload: E extends { readonly body: 'bytes' } ? UploadMeter : undefined;
  /** Sends one line; only where the contract's answer is lines. */
  readonly say: (line: OutputOf<E>) => void;
}

/** The return value of a handler: a file, the text of a calendar, the last line, or JSON. */
type Result<E extends Endpoint> = E extends { readonly answer: 'bytes' }
  ? RoomFile | PlainFile
  : E extends { readonly answer: 'calendar' }
    ? string
    : OutputOf<E>;

interface Handling<E extends Endpoint> {
  readonly handle: (asked: Asked<E>) => Result<E> | Promise<Result<E>>;
  /** The answer in place of an error of the handler, where the contract has one. */
  readonly refused?: (error: unknown) => OutputOf<E> | undefined;
  /** A check of the caller beside the contract's ability. @throws AppError */
  readonly requireAllowed?: (seated: Seated) => void;
  /** Replaces the contract's limit where the operator has set one. */
  readonly limit?: Endpoint['limit'];
}

/** The input of a handler without the types of its endpoint. */
export interface AnyAsked extends Pick<Asked, 'params' | 'address' | 'origin' | 'caller' | 'gone' | 'say'> {
  readonly query: unknown;
  readonly input: unknown;
  readonly seated: Seated | undefined;
  readonly acting: Acting | undefined;
  readonly upload: UploadMeter | undefined;
}

/** An endpoint and its handler, in the form that the door holds. */
export interface Serving {
  readonly endpoint: Endpoint;
  readonly handle: (asked: AnyAsked) => unknown;
  readonly refused?: (error: unknown) => unknown;
  readonly requireAllowed?: (seated: Seated) => void;
  readonly limit?: Endpoint['limit'];
}

/** Joins an endpoint and its handler. */
export function serving<E extends Endpoint>(endpoint: E, handling: Handling<E>): Serving {
  const untyped: unknown = handling;
  return { ...(untyped as Omit<Serving, 'endpoint'>), endpoint };
}
