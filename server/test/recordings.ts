import type { ChatKept } from '@plenum/shared/api/recording/chatKept';
import { LogLine, Manifest } from '@plenum/shared/api/recording/contract';
import * as z from 'zod/mini';
import type { Running } from './running.ts';
import { Sender } from './sender.ts';

/** A room without a space, with its host. */
export async function meeting(running: Running) {
  const { id, hostKey } = await running.createRoom();
  const host = await Sender.enter(running, id, 'Ana Host', hostKey);
  return { room: id, host };
}

/** What `recording:linked` tells. */
export const Linked = z.object({ id: z.string(), key: z.string() });

/** The id of a recording with the secret part of its manager's link. */
export type Link = z.infer<typeof Linked>;

/** Starts a recording and resolves when it is written. */
export async function recorded(host: Sender, chat: ChatKept = 'kept'): Promise<void> {
  await host.ask('recording:start', { chat });
  await host.heard('recording:begun');
}

/** Stops the recording and resolves when it is ready. */
export async function stopped(host: Sender): Promise<Link> {
  await host.ask('recording:stop');
  return Linked.parse(await host.heardAfter('recording:linked', 'recording:stopped'));
}

export async function manifestOf(running: Running, { id, key }: Link): Promise<Manifest> {
  const { status, json, text } = await running.http('GET', `/api/recordings/${id}?key=${key}`);
  if (status !== 200) throw new Error(text);
  return Manifest.parse(json);
}

export async function logOf(running: Running, { id, key }: Link): Promise<LogLine[]> {
  const { text } = await running.http('GET', `/api/recordings/${id}/log?key=${key}`);
  return text
    .trim()
    .split('\n')
    .map((line) => LogLine.parse(JSON.parse(line)));
}
