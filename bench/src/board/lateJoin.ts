import { extras } from '@plenum/shared/features/extras';
import { memorySeats } from '@plenum/client/core/seats';
import { Session } from '@plenum/client/core/session';
import { stateOf } from '@plenum/client/core/store';
import { limits } from '@plenum/shared/core/limits';
import { whiteboard } from '@plenum/shared/features/whiteboard/contract';
import { io } from 'socket.io-client';
import * as Y from 'yjs';
import { round, spread } from '../report.ts';
import type { Carrier } from './member.ts';
import { now, stroke } from './strokes.ts';

const tries = 5;

/** The measured waits of a late joiner. */
export interface LateJoin {
  readonly shapes: number;
  /** From the request until every shape is applied, in ms. */
  readonly joinMs: ReturnType<typeof spread>;
  /** The board alone, as sent. */
  readonly snapshotKiB: number;
}

/** Fills the page, then joins several times. */
export function lateJoin(carrier: Carrier, shapes: number): Promise<LateJoin> {
  return carrier.kind === 'plenum' ? joinMeeting(carrier, shapes) : joinRelay(carrier, shapes);
}

async function joinMeeting({ origin, roomId, page }: Extract<Carrier, { kind: 'plenum' }>, shapes: number) {
  const enter = () => Session.enter({ base: origin, roomId, name: 'Late', seats: memorySeats(), extras, media: false });
  const countOf = (session: Session) => stateOf(session.store.getState(), whiteboard).pages[page]?.count ?? 0;
  const filler = await enter();
  for (let count = countOf(filler); count < shapes; count = countOf(filler)) {
    const batch = Math.min(100, limits.boardBatch, shapes - count);
    const strokes = Array.from({ length: batch }, (_, index) => stroke(1e6 + count + index, now()));
    await filler.send(whiteboard, 'put', { page, shapes: strokes });
  }
  const times: number[] = [];
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const began = performance.now();
    const session = await enter();
    if (countOf(session) < shapes) throw new Error('Shapes are missing.');
    times.push(performance.now() - began);
    await session.leave();
  }
  const snapshot = JSON.stringify(stateOf(filler.store.getState(), whiteboard).pages[page]);
  await filler.leave();
  return { shapes, joinMs: spread(times), snapshotKiB: round(snapshot.length / 1_024) };
}

async function joinRelay({ origin }: Extract<Carrier, { kind: 'yjs' }>, shapes: number) {
  const join = async () => {
    const socket = io(origin, { transports: ['websocket'], forceNew: true });
    const document = new Y.Doc();
    const sync = await new Promise<Uint8Array>((resolve) => socket.once('sync', resolve));
    Y.applyUpdate(document, new Uint8Array(sync));
    return { socket, map: document.getMap<string>('shapes'), document, bytes: sync.byteLength };
  };
  const filler = await join();
  const updates: Uint8Array[] = [];
  filler.document.on('update', (update: Uint8Array) => void updates.push(update));
  for (let count = filler.map.size; count < shapes; count += 1) {
    const { id, ...shape } = stroke(1e6 + count, now());
    filler.map.set(id, JSON.stringify(shape));
  }
  for (const update of updates) filler.socket.emit('update', update);
  const times: number[] = [];
  let bytes = 0;
  for (let attempt = 0; attempt < tries; ) {
    const began = performance.now();
    const late = await join();
    late.socket.disconnect();
    // The relay does not report when it has the whole document.
    if (late.map.size < shapes) continue;
    times.push(performance.now() - began);
    bytes = late.bytes;
    attempt += 1;
  }
  filler.socket.disconnect();
  return { shapes, joinMs: spread(times), snapshotKiB: round(bytes / 1_024) };
}
