import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createRoom } from '@plenum/client/core/http';
import { ServerProcess } from '@plenum/client/e2e/support/server';
import * as z from 'zod/mini';
import { Probed, probeUrl } from '../probe/Probed.ts';
import type { Where } from './member.ts';

/** A measured server, with one room for all members. */
export interface Measured {
  readonly where: Where;
  readonly origin: string;
  readonly pid: number;
  readonly probed: Probed;
  close(): Promise<void>;
}

/** Plenum as in production, with one room. */
export async function startPlenum(people: number): Promise<Measured> {
  const environment = { PLENUM_ROOM_PEOPLE: String(people + 1) };
  const server = await ServerProcess.start({ environment, preload: probeUrl });
  const { origin, pid } = server;
  const { id } = await createRoom(origin, { title: 'Bench' });
  const close = () => server.close();
  return { where: { kind: 'plenum', roomId: id }, origin, pid, probed: new Probed(server.process), close };
}

const Ready = z.object({ port: z.number() });

/** socket.io with its defaults in a process of its own. */
export function startPlain(): Promise<Measured> {
  return startOther('plain', './plainServer.ts');
}

/** Plain WebSockets in a process of their own. */
export function startWs(): Promise<Measured> {
  return startOther('ws', './wsServer.ts');
}

async function startOther(kind: 'plain' | 'ws', file: string): Promise<Measured> {
  const module = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(module, [], { execArgv: ['--import', probeUrl], stdio: ['ignore', 2, 'inherit', 'ipc'] });
  const [ready] = await once(child, 'message');
  const { port } = Ready.parse(ready);
  const close = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  return {
    where: { kind },
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    probed: new Probed(child),
    close,
  };
}
