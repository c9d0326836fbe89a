import { once } from 'node:events';
import { connect } from 'node:net';
import { Session } from '../../src/core/session.ts';
import { memorySeats } from '../../src/core/seats.ts';
import { createRoom } from '../../src/core/http.ts';
import { extras } from '@plenum/shared/features/extras';
import { media } from '@plenum/shared/features/media/contract';

/** The head of an upgrade to a media line; without `key` it is one that no WebSocket server may accept. */
function upgradeHead(origin: string, path: string, key: boolean): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: protoo',
    ...(key ? ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Sends a head and ends the connection by a TCP reset after `turns` rounds of the event loop. */
async function resetAfter(origin: string, head: string, turns: number): Promise<void> {
  const socket = connect({ host: 'localhost', port: Number(new URL(origin).port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.write(head);
  for (let n = 0; n < turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
  socket.resetAndDestroy();
  await closed;
}

/** Connections of strangers that are reset during the handshake of a media line. */
export async function resetStrangers(origin: string, times: number): Promise<void> {
  const head = upgradeHead(origin, '/media', false);
  for (let n = 0; n < times; n += 1) await resetAfter(origin, head, n % 5);
}

/** Connections of members with a good ticket, in a room of their own, that are reset while they are accepted. */
export async function resetMembers(origin: string, times: number): Promise<void> {
  const { id: roomId } = await createRoom(origin, { title: 'Resets' });
  // Tickets are limited for each member.
  const perMember = 10;
  for (let done = 0; done < times; done += perMember) {
    const options = { base: origin, roomId, name: `Member ${done}`, seats: memorySeats(), extras, media: false };
    const session = await Session.enter(options);
    for (let n = 0; n < perMember; n += 1) {
      const { ticket } = await session.send(media, 'ticket', {});
      await resetAfter(origin, upgradeHead(origin, `/media?ticket=${ticket}`, true), n % 7);
    }
    await session.leave();
  }
}
