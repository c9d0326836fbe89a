import type { Schema } from '@plenum/shared/core/contract';
import { addressOf, type Endpoint, type OutputOf, type Place } from '@plenum/shared/core/endpoint';
import { failureIn } from './http.ts';

/** How long an upload may take, in ms. */
const patience = 60_000;

/** An endpoint that takes the bytes of a file and answers with JSON. */
type FileTaker = Endpoint & { readonly body: 'bytes'; readonly output: Schema; readonly answer?: undefined };

/** Sends a file as it is. @throws AppError with the server's code; `unavailable` when the server cannot be reached */
export async function sendFile<E extends FileTaker>(
  base: string,
  endpoint: E,
  place: Place<E>,
  file: Blob,
): Promise<OutputOf<E>> {
  const response = await fetch(base + addressOf(endpoint, place), {
    method: endpoint.method,
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(patience),
  }).catch((): unknown => undefined);
  const body: unknown = response instanceof Response ? await response.json().catch(() => undefined) : undefined;
  if (!(response instanceof Response) || !response.ok) throw failureIn(body);
  return endpoint.output.parse(body) as OutputOf<E>;
}
