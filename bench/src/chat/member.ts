import { extras } from '@plenum/shared/features/extras';
import { Session } from '@plenum/client/core/session';
import { memorySeats } from '@plenum/client/core/seats';
import { type MeetingState, stateOf } from '@plenum/client/core/store';
import { requestTicket } from '@plenum/client/core/http';
import { eventsIn, lineEvents, paths } from '@plenum/shared/core/wire';
import { chat } from '@plenum/shared/features/chat/contract';
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

/** The server: a meeting's room, or a server of socket.io or plain WebSockets that only passes messages on. */
export type Where =
  | { readonly kind: 'plenum'; readonly roomId: string }
  | { readonly kind: 'plain' }
  | { readonly kind: 'ws' };

/**
 * `whole`: the client's own core, which keeps the meeting's state and returns after a lost line. `thin`: a socket that
 * counts. A thousand whole clients in one process would each keep a list of a thousand members.
 */
export type Build = 'whole' | 'thin';

interface MemberOptions {
  readonly where: Where;
  readonly build: Build;
  /** The server, or a relay before it. */
  readonly origin: string;
  readonly name: string;
  /** Called once for each message, in the order of this member's state. */
  readonly onMessage: (text: string) => void;
}

/** One member of a crowd, on either server. */
export interface CrowdMember {
  /** Resolves with the acknowledgement of the server. */
  say(text: string): Promise<void>;
  connected(): boolean;
  close(): void;
}

/** Joins; resolves when the member has a seat. */
export function joinCrowd(options: MemberOptions): Promise<CrowdMember> {
  const { where, build } = options;
  if (where.kind === 'plain') return joinPlain(options);
  if (where.kind === 'ws') return joinSocket(options);
  return build === 'whole' ? joinMeeting(options, where.roomId) : joinThinly(options, where.roomId);
}

async function joinMeeting({ origin, name, onMessage }: MemberOptions, roomId: string): Promise<CrowdMember> {
  const session = await Session.enter({ base: origin, roomId, name, seats: memorySeats(), extras, media: false });
  let last = newest(session.store.getState());
  session.store.subscribe((state) => {
    const { messages } = stateOf(state, chat);
    if (messages.at(-1)?.id === last) return;
    const known = messages.findLastIndex(({ id }) => id === last);
    last = newest(state);
    for (const { text } of messages.slice(known + 1)) onMessage(text);
  });
  return {
    say: async (text) => void (await session.send(chat, 'send', { text })),
    connected: () => session.store.getState().line.state === 'open',
    close: () => session.close(),
  };
}

async function joinThinly({ origin, name, onMessage }: MemberOptions, roomId: string): Promise<CrowdMember> {
  const { ticket } = await requestTicket(origin, roomId, { name });
  const socket: Socket = io(origin, {
    path: paths.roomLine,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    auth: { ticket },
    extraHeaders: { origin },
  });
  socket.onAny((name: string, payload: unknown, meta: unknown) => {
    for (const [event, content] of eventsIn(name, payload, meta)) {
      if (event === 'chat:sent') onMessage((content as { readonly text: string }).text);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once(lineEvents.welcome, () => resolve());
    socket.once('connect_error', reject);
    socket.once('disconnect', (reason) => reject(new Error(reason)));
  });
  return {
    say: async (text) => void (await socket.emitWithAck('chat:send', { key: crypto.randomUUID(), input: { text } })),
    connected: () => socket.connected,
    close: () => void socket.disconnect(),
  };
}

function newest(state: MeetingState): string | undefined {
  return stateOf(state, chat).messages.at(-1)?.id;
}

async function joinPlain({ origin, name, onMessage }: MemberOptions): Promise<CrowdMember> {
  const socket: Socket = io(origin, { transports: ['websocket'], forceNew: true });
  socket.on('sent', ({ text }: { readonly text: string }) => onMessage(text));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    say: async (text) => void (await socket.emitWithAck('send', { name, text })),
    connected: () => socket.connected,
    close: () => void socket.disconnect(),
  };
}

async function joinSocket({ origin, name, onMessage }: MemberOptions): Promise<CrowdMember> {
  const socket = new WebSocket(origin.replace('http', 'ws'));
  const waiting = new Map<string, () => void>();
  socket.on('message', (data: Buffer) => {
    const { key, text } = JSON.parse(data.toString());
    if (text !== undefined) return onMessage(text);
    waiting.get(key)?.();
    waiting.delete(key);
  });
  await once(socket, 'open');
  return {
    say: (text) =>
      new Promise((resolve) => {
        const key = crypto.randomUUID();
        waiting.set(key, resolve);
        socket.send(JSON.stringify({ key, name, text }));
      }),
    connected: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  };
}
