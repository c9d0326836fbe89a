import { setLogo } from '@plenum/shared/api/organisation/logoContract';
import { addressOf, type OutputOf } from '@plenum/shared/core/endpoint';
import { failureIn } from '../../core/http.ts';

/** How long the upload may take, in ms. */
const patience = 60_000;

/** Sends the logo of an organisation. @throws AppError with the server's code; `unavailable` when it cannot be reached */
export async function sendLogo(base: string, organisation: string, file: Blob): Promise<OutputOf<typeof setLogo>> {
  const response = await fetch(base + addressOf(setLogo, { params: { organisation } }), {
    method: setLogo.method,
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(patience),
  }).catch((): unknown => undefined);
  const body: unknown = response instanceof Response ? await response.json().catch(() => undefined) : undefined;
  if (!(response instanceof Response) || !response.ok) throw failureIn(body);
  return setLogo.output.parse(body);
}
