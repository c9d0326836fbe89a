// The comparison for Plenum: plain WebSockets, a number for each message, and nothing else; no client comes back.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
let count = 0;

server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    count += 1;
    const { key, ...message } = JSON.parse(data.toString());
    const frame = JSON.stringify({ id: String(count), ...message, at: Date.now() });
    for (const each of server.clients) each.send(frame);
    socket.send(JSON.stringify({ key }));
  });
});
server.once('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }));
