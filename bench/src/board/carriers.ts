import { extras } from '@plenum/shared/features/extras';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createRoom } from '@plenum/client/core/http';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import { slides } from '@plenum/shared/features/slides/contract';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import * as z from 'zod/mini';
import { Probed, probeUrl } from '../probe/Probed.ts';
import type { Carrier } from './member.ts';

/** A server that carries a board, in a process of its own. */
export interface Carrying {
  readonly carrier: Carrier;
  readonly pid: number;
  readonly probed: Probed;
  close(): Promise<void>;
}

/** Seats for the host and for late joiners, because the server keeps a seat for a minute. */
const spare = 20;

/** Plenum as in production, with one room and one empty page. */
export async function startBoard(people: number): Promise<Carrying> {
  const environment = { PLENUM_ROOM_PEOPLE: String(people + spare) };
  const server = await ServerProcess.start({ environment, preload: probeUrl });
  const { origin, pid } = server;
  const { id: roomId, hostKey } = await createRoom(origin, { title: 'Bench' });
  const host = await Session.enter({
    base: origin,
    roomId,
    key: hostKey,
    name: 'Host',
    seats: memorySeats(),
    extras,
    media: false,
  });
  const { page } = await host.send(slides, 'blank', { name: 'Board' });
  await host.send(whiteboard, 'allow', { who: 'everyone', chosen: [], others: true });
  host.close();
  const close = () => server.close();
  return { carrier: { kind: 'plenum', origin, roomId, page }, pid, probed: new Probed(server.process), close };
}

/** The relay of Yjs updates. */
export async function startRelay(): Promise<Carrying> {
  const module = fileURLToPath(new URL('./yjsServer.ts', import.meta.url));
  const child = fork(module, [], { execArgv: ['--import', probeUrl], stdio: ['ignore', 2, 'inherit', 'ipc'] });
  const [ready] = await once(child, 'message');
  const { port } = z.object({ port: z.number() }).parse(ready);
  const close = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  return {
    carrier: { kind: 'yjs', origin: `http://127.0.0.1:${port}` },
    pid: child.pid ?? 0,
    probed: new Probed(child),
    close,
  };
}
