import { type IncomingMessage, request } from 'node:http';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { socketIn } from './ControlSocket.ts';

const Failure = z.object({ code: z.enum(errorCodes), message: z.string() });

/** The content of an order: JSON, or the bytes of an archive. */
type Content = { readonly json: object } | { readonly bytes: AsyncIterable<Uint8Array> };

/** Thrown when no server runs on a data folder. */
export class NoServer extends AppError {}

/**
 * Sends one order to the server that runs on this data folder, and returns its answer.
 * @throws NoServer, an AppError `unavailable`; else the server's own error
 */
export async function order(data: string, method: 'GET' | 'POST', path: string, content?: Content): Promise<unknown> {
  return JSON.parse(await textOf(await exchange(data, method, path, content)));
}

/** Sends an order that is answered with bytes. The stream fails when the server cannot complete it. */
export async function orderBytes(data: string, path: string): Promise<AsyncIterable<Buffer>> {
  return exchange(data, 'GET', path, undefined);
}

async function exchange(
  data: string,
  method: string,
  path: string,
  content: Content | undefined,
): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = request({ socketPath: socketIn(data), method, path }, resolve);
    const refused = () =>
      reject(new NoServer('unavailable', `No server runs on ${data}. Start it, or set PLENUM_DATA to its folder.`));
    asked.once('error', refused);
    asked.once('response', () => asked.off('error', refused).on('error', () => undefined));
    if (content && 'bytes' in content) feed(asked, content.bytes, reject);
    else asked.end(content && JSON.stringify(content.json));
  });
  if (response.statusCode === 200) return response;
  const { code, message } = Failure.parse(JSON.parse(await textOf(response)));
  throw new AppError(code, message);
}

/** Sends bytes until the server answers, which it may do before the end. */
function feed(asked: ReturnType<typeof request>, bytes: AsyncIterable<Uint8Array>, failed: (error: unknown) => void) {
  const isOver = () => asked.destroyed || asked.writableEnded;
  const feeding = async () => {
    for await (const chunk of bytes) {
      if (isOver()) return;
      const hasSpace = asked.write(chunk);
      if (!hasSpace) {
        await new Promise<void>(
          (resolve) =>
            void asked
              .once('drain', resolve)
              .once('close', resolve)
              .once('response', () => resolve()),
        );
      }
    }
    asked.end();
  };
  feeding().catch((error: unknown) => {
    asked.destroy();
    failed(error);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
