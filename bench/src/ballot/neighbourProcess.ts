import { extras } from '@plenum/shared/features/extras';
import { createRoom } from '@plenum/client/core/http';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { chat } from '@plenum/shared/features/chat/contract';
import { serveCalls } from '../process/serveCalls.ts';
import { wait } from '../wait.ts';

// Another meeting on the same server, in a process of its own: its waits are the server's, not the generator's.

/** Time between two messages, in ms. */
const pauseMs = 25;

let session: Session | undefined;
let talking: Promise<number[]> | undefined;
let quiet = new AbortController();

async function talk(member: Session, signal: AbortSignal): Promise<number[]> {
  const waits: number[] = [];
  while (!signal.aborted) {
    const began = performance.now();
    // Most are refused by the limit, which is an answer too; some are written to the log.
    await member.send(chat, 'send', { text: `message ${waits.length}` }).catch(() => undefined);
    waits.push(performance.now() - began);
    await wait(pauseMs);
  }
  return waits;
}

const calls = {
  async enter({ origin }: { origin: string }) {
    const { id: roomId, hostKey } = await createRoom(origin, { title: 'Neighbour' });
    const seats = memorySeats();
    session = await Session.enter({
      base: origin,
      roomId,
      key: hostKey,
      name: 'Neighbour',
      seats,
      extras,
      media: false,
    });
  },
  begin(_nothing: undefined) {
    if (!session) throw new Error('The neighbour has not entered.');
    quiet = new AbortController();
    talking = talk(session, quiet.signal);
  },
  async end(_nothing: undefined) {
    quiet.abort();
    return (await talking) ?? [];
  },
};
export type NeighbourCalls = typeof calls;

serveCalls(calls);
