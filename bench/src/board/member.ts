import { requestTicket } from '@plenum/client/core/http';
import { eventsIn, lineEvents, paths } from '@plenum/shared/core/wire';
import { io, type Socket } from 'socket.io-client';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { now, type PenShape, sentAt, strokePart } from './strokes.ts';

/** The server that carries the board: a meeting's room with a page, or a relay of Yjs updates. */
export type Carrier =
  | { readonly kind: 'plenum'; readonly origin: string; readonly roomId: string; readonly page: string }
  | { readonly kind: 'yjs'; readonly origin: string };

/** What one receiver got. */
export interface Received {
  /** From sending to receiving, for each finished stroke, in ms. */
  readonly delays: number[];
  /** Bytes of messages with finished strokes, and of messages that may be lost. */
  strokeBytes: number;
  fleetingBytes: number;
}

export interface BoardMember {
  /** Resolves when the server has committed it; with Yjs, when it was sent. */
  draw(shape: PenShape): Promise<void>;
  showPart(number: number, part: number): void;
  point(x: number, y: number): void;
  close(): void;
}

/** Joins; resolves when the member has a seat. */
export function joinBoard(carrier: Carrier, name: string, received: Received): Promise<BoardMember> {
  return carrier.kind === 'plenum' ? joinMeeting(carrier, name, received) : joinRelay(carrier, name, received);
}

async function joinMeeting(
  { origin, roomId, page }: Extract<Carrier, { kind: 'plenum' }>,
  name: string,
  received: Received,
): Promise<BoardMember> {
  const { ticket } = await requestTicket(origin, roomId, { name });
  const socket: Socket = io(origin, {
    path: paths.roomLine,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ticket },
    extraHeaders: { origin },
  });
  countBytes(socket, received, 'whiteboard:put', /whiteboard:(?:stroked|pointed)/);
  socket.onAny((name: string, payload: unknown, meta: unknown) => {
    for (const [event, content] of eventsIn(name, payload, meta)) {
      if (event !== 'whiteboard:put') continue;
      for (const { id } of (content as { readonly shapes: readonly PenShape[] }).shapes) {
        received.delays.push(now() - sentAt(id));
      }
    }
  });
  await isIn(socket, lineEvents.welcome);
  const tell = (verb: string, input: object) =>
    void socket.volatile.emit(`whiteboard:${verb}`, { key: 'told', input: { page, ...input } }, () => undefined);
  return {
    async draw(shape) {
      const input = { page, shapes: [shape] };
      const reply: { ok: boolean } = await socket.emitWithAck('whiteboard:put', { key: shape.id, input });
      if (!reply.ok) throw new Error(JSON.stringify(reply));
    },
    showPart: (number, part) =>
      tell('stroke', {
        id: `under-way-${number}`,
        kind: 'pen',
        colour: 'green',
        width: 6,
        ...strokePart(number, part),
      }),
    point: (x, y) => tell('point', { x, y }),
    close: () => void socket.disconnect(),
  };
}

/** The same strokes in a shared map, one packed value each; messages that may be lost are awareness states. */
async function joinRelay(
  { origin }: Extract<Carrier, { kind: 'yjs' }>,
  name: string,
  received: Received,
): Promise<BoardMember> {
  const socket: Socket = io(origin, { transports: ['websocket'], forceNew: true });
  const document = new Y.Doc();
  const shapes = document.getMap<string>('shapes');
  shapes.observe(({ keysChanged }) => {
    for (const id of keysChanged) received.delays.push(now() - sentAt(id));
  });
  socket.on('update', (update: Uint8Array) => {
    received.strokeBytes += update.byteLength;
    Y.applyUpdate(document, new Uint8Array(update), 'remote');
  });
  const awareness = new Awareness(document);
  awareness.setLocalState({ name });
  awareness.on('update', (_changes: unknown, origin: unknown) => {
    if (origin !== 'remote') socket.emit('awareness', encodeAwarenessUpdate(awareness, [document.clientID]));
  });
  socket.on('awareness', (update: Uint8Array) => {
    received.fleetingBytes += update.byteLength;
    applyAwarenessUpdate(awareness, new Uint8Array(update), 'remote');
  });
  document.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') socket.emit('update', update);
  });
  await isIn(socket, 'sync');
  return {
    draw: async ({ id, ...shape }) => void shapes.set(id, JSON.stringify(shape)),
    showPart: (number, part) => awareness.setLocalStateField('stroke', { number, ...strokePart(number, part) }),
    point: (x, y) => awareness.setLocalStateField('pointer', { x, y }),
    close() {
      awareness.destroy();
      socket.disconnect();
    },
  };
}

function isIn(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(reason)));
  });
}

function countBytes(socket: Socket, received: Received, durable: string, fleeting: RegExp): void {
  socket.io.engine.on('packet', ({ data }: { readonly data?: unknown }) => {
    if (typeof data !== 'string') return;
    const head = data.slice(0, 60);
    if (head.includes(durable)) received.strokeBytes += data.length;
    else if (fleeting.test(head)) received.fleetingBytes += data.length;
  });
}
