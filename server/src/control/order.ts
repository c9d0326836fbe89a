import { request } from 'node:http';
import { AppError, errorCodes } from '@plenum/shared/core/errors';
import * as z from 'zod/mini';
import { socketIn } from './ControlSocket.ts';

const Failure = z.object({ code: z.enum(errorCodes), message: z.string() });

/**
 * Sends one order to the server that runs on this data folder, and returns its answer.
 * @throws AppError `unavailable` when no server runs there; else the server's own error
 */
export async function order(data: string, method: 'GET' | 'POST', path: string): Promise<unknown> {
  const { status, text } = await exchange(data, method, path);
  const body: unknown = JSON.parse(text);
  if (status === 200) return body;
  const { code, message } = Failure.parse(body);
  throw new AppError(code, message);
}

function exchange(data: string, method: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socketIn(data), method, path }, (response) => {
      const parts: string[] = [];
      response.setEncoding('utf8');
      response.on('data', (part: string) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: parts.join('') }));
    });
    asked.once('error', () =>
      reject(new AppError('unavailable', `No server runs on ${data}. Start it, or set PLENUM_DATA to its folder.`)),
    );
    asked.end();
  });
}
